import { sql } from 'kysely'
import { type Route, read, write } from '../../platform/http/route.ts'
import { LINK_TRIES, stateOfLink } from '../../platform/links.ts'
import { refuse } from '../../platform/refusals.ts'
import { reading } from '../../platform/verb/context.ts'
import { packOf } from '../pack.ts'
import { ordersContract } from './contract.ts'
import { linkByToken } from './links.ts'
import type { OrderRow } from './order-object.ts'
import { listOrders, orderView, readOrder } from './reads.ts'
import {
  acceptOrder,
  answerLink,
  commitOrder,
  confirmOrder,
  deliverOrder,
  disputeOrder,
  linkOrder,
  paperOrder,
  withdrawOrder,
} from './verbs.ts'

export const orderRoutes: readonly Route[] = [
  read(ordersContract.list, listOrders),
  read(ordersContract.read, readOrder),
  write(acceptOrder),
  write(commitOrder),
  write(deliverOrder),
  write(confirmOrder),
  write(disputeOrder),
  write(paperOrder),
  write(withdrawOrder),
  write(linkOrder),
  read(ordersContract.confirmation, (ctx, input) =>
    reading(ctx, async (db) => {
      const link = await linkByToken(ctx, db, input.token)
      if (!link) throw refuse('not-found')
      const { pack } = packOf(ctx)
      const state = stateOfLink(link, ctx.clock.now())
      const found = await sql<{
        row: OrderRow
      }>`select row from element_order where district_id = ${db.district} and id = ${link.order_id}::uuid`.execute(
        db.query,
      )
      const row = found.rows[0]?.row
      if (!row || state !== 'waiting') return { state, district: pack.name, triesLeft: 0 }
      const { no, element, what, officeLabel, promisedOn, deliveredOn, demonstration } = orderView(
        ctx,
        row,
        ctx.clock.today(),
      )
      return {
        state,
        district: pack.name,
        triesLeft: LINK_TRIES - link.tries,
        order: {
          no,
          element,
          what,
          officeLabel,
          ...(promisedOn !== undefined && { promisedOn }),
          ...(deliveredOn !== undefined && { deliveredOn }),
          demonstration,
          elementLabel: pack.elements.find((one) => one.id === element)?.label ?? {
            zh: element,
            en: element,
          },
          partyName: row.party?.name ?? '',
          journeyTitle: row.journey?.title ?? '',
        },
      }
    }),
  ),
  {
    endpoint: ordersContract.answer,
    answer: async (ctx, input) => {
      const { outcome, triesLeft } = await answerLink(ctx, input as never)
      if (outcome === 'wrong') throw refuse('wrong-code', { triesLeft })
      return { state: outcome }
    },
  },
]
