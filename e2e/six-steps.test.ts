import { afterAll, beforeAll, describe, it } from 'vitest'
import { hasBrowser } from './stage/browser.ts'
import { beginStory, type Story } from './stage/story.ts'
import { dome } from './steps/dome.ts'
import { imports } from './steps/import.ts'
import { journey } from './steps/journey.ts'
import { match } from './steps/match.ts'
import { order } from './steps/order.ts'
import { target } from './steps/target.ts'

/** A post of the enterprise that has a sign-in of its own. */
const post = { title: '演示岗位 声学工程师', holder: '演示企业 41041' }

describe.skipIf(!hasBrowser())('the six steps of a newcomer, in a row', () => {
  let story: Story
  let address = ''
  let stands = true
  beforeAll(async () => {
    story = await beginStory()
  })
  afterAll(() => story?.end())

  /** Each step goes on from the one before: after one that failed the others have nothing to stand on. */
  const step = (name: string, run: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      skip(!stands, 'a step before it failed')
      stands = false
      await run()
      stands = true
    })

  step('1 the dome: open orders by element kind, targets with their pace, my day', () => dome(story))
  step('2 lists come in: columns, findings, differences, approval, and nothing twice', () => imports(story))
  step(
    '3 a post and who fits it: met, missed, unknown, and why; a recommendation opens the placement',
    async () => {
      address = await match(story, post)
    },
  )
  step('4 the placement: a gate that holds says what is unmet and unknown; a file and facts open it', () =>
    journey(story, address),
  )
  step('5 an order: the office delivers, only the enterprise confirms, by its own sign-in', () =>
    order(story, address),
  )
  step('6 the target: the count moves by itself, opens to its rows and replays', () => target(story, address))
})
