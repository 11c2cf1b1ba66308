// What `floor.ts` starts: node:http before the driver. Told the database by DATABASE_URL, it tells its port.
import { createServer } from 'node:http'
import pg from 'pg'
import { openDriver } from './driver.ts'
import { type OperationName, operationNames } from './operations.ts'

const url = process.env.DATABASE_URL as string
const client = new pg.Client({ connectionString: url })
await client.connect()
const found = await client.query<{ subject_id: string }>(
  `select subject_id from profile where kind = 'enterprise' order by sort_key limit 1000`,
)
await client.end()
const driver = await openDriver(
  url,
  16,
  found.rows.map((row) => row.subject_id),
)

const isOperation = (name: string): name is OperationName => operationNames.some((one) => one === name)

const server = createServer((request, response) => {
  const [, operation = '', count = '0'] = (request.url ?? '').split('/')
  const end = (status: number, answer: unknown) => {
    const body = JSON.stringify(answer)
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
  }
  const run = async () => (isOperation(operation) ? await driver.inTransaction[operation](Number(count)) : [])
  // A body, where there is one, is read to its end and left alone: the rows to create are made up here.
  request.resume().once('end', () => {
    run().then(
      (rows) => end(200, rows),
      (error: unknown) => end(500, String(error)),
    )
  })
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.once('disconnect', () => process.exit(0))
