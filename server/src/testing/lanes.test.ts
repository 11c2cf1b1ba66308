import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Handler, openQueue, type Queue } from '../platform/jobs/queue.ts'
import { openStage, type Stage, TIERS } from './stage.ts'

/** Work that goes on until it is let go. */
function held() {
  let letGo = () => {}
  const gone = new Promise<void>((resolve) => {
    letGo = resolve
  })
  return { gone, letGo }
}

const until = async (met: () => boolean) => {
  for (let tries = 0; !met(); tries++) {
    if (tries > 500) throw new Error('it did not come to that')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe.each(TIERS.filter((tier) => tier !== 'pgbouncer'))('lanes of the queue on %s', (tier) => {
  let stage: Stage
  let queue: Queue | undefined
  let opened = 0
  beforeAll(async () => {
    stage = await openStage({ tier })
    return () => stage.close()
  })
  afterEach(async () => {
    await queue?.stop()
  })

  const { send, open } = {
    async open(handlers: Record<string, Handler>) {
      const names = Object.fromEntries(
        Object.entries(handlers).map(([name, handler]) => [`lanes-${opened}-${name}`, handler]),
      )
      opened += 1
      queue = await openQueue(stage.workbench.database.engine, stage.district, Object.keys(names))
      queue.work(names)
    },
    async send(name: string, ...ids: string[]) {
      await stage.workbench.database.withDistrict(stage.district, async (tx) => {
        for (const id of ids) await queue?.send(tx, `lanes-${opened - 1}-${name}`, { about: { id } })
      })
    },
  }
  const idOf = (message: Readonly<Record<string, unknown>>) => (message.about as { id: string }).id

  it('lets neither short work nor another queue wait for a long export, and a few of one queue go on at once', async () => {
    const began: string[] = []
    const ended: string[] = []
    const holds = new Map(['export 1', 'export 2', 'export 3'].map((name) => [name, held()]))
    const work =
      (kind: string): Handler['work'] =>
      async (_district, message) => {
        const name = `${kind} ${idOf(message)}`
        began.push(name)
        await holds.get(name)?.gone
        ended.push(name)
      }
    await open({
      export: { work: work('export'), long: 'asked' },
      import: { work: work('import'), long: 'asked' },
      reading: { work: work('reading') },
    })
    await send('export', '1', '2', '3')
    await until(() => began.length === 2)
    await send('import', '1')
    await send('reading', '1', '2')
    await until(() => ended.length === 3)
    expect(ended.toSorted()).toEqual(['import 1', 'reading 1', 'reading 2'])
    expect(began.filter((name) => name.startsWith('export')).toSorted()).toEqual(['export 1', 'export 2'])
    // Where one ends, the next of its queue begins.
    holds.get('export 2')?.letGo()
    await until(() => began.includes('export 3'))
    for (const hold of holds.values()) hold.letGo()
    await queue?.settled()
    expect(ended).toHaveLength(6)
  })

  it('works what is about one thing one after the other, and what nobody waits for one at a time', async () => {
    let most = 0
    let now = 0
    const order: string[] = []
    const work: Handler['work'] = async (_district, message) => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 30))
      order.push(idOf(message))
      now -= 1
    }
    await open({ thing: { work, long: 'asked' } })
    await send('thing', 'a', 'a', 'a')
    await queue?.settled()
    expect([order, most]).toEqual([['a', 'a', 'a'], 1])
    await send('thing', 'a', 'b', 'c')
    await queue?.settled()
    expect(most).toBe(2)
    await queue?.stop()

    most = 0
    await open({ seek: { work, long: 'house' }, renew: { work, long: 'house' } })
    await send('seek', '1', '2')
    await send('renew', '3')
    await queue?.settled()
    expect([order.length, most]).toEqual([9, 1])
  })

  it('a piece that fails is tried again and holds up nobody', async () => {
    let tries = 0
    const done: string[] = []
    await open({
      frail: {
        long: 'asked',
        work: async () => {
          tries += 1
          if (tries === 1) throw new Error('not yet')
        },
      },
      sound: { long: 'asked', work: async (_district, message) => void done.push(idOf(message)) },
    })
    await send('frail', '1')
    await send('sound', '1')
    await queue?.settled()
    expect([tries, done]).toEqual([1, ['1']])
    await until(() => {
      queue?.poke()
      return tries === 2
    })
  })
})
