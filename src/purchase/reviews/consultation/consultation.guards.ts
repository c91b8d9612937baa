import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { LifecycleRegistry, type ActionGiven } from '../../../kernel/actions/registry.js';
import type { ReviewGiven } from '../review.given.js';
import { changeInState, openResponses } from './consultation.facts.js';
import type { OwnBid } from './own-bid.js';

/** What the guards of a supplier's own steps are asked about. Nothing in it tells of another supplier. */
export interface SupplierGiven extends ActionGiven {
  /** Its `in_time` is that of the step. */
  place: OwnBid;
  /** Whether an own final offer lies there. */
  offered: boolean;
}

/** What every supplier has to answer the panel or the buyer, at least. */
const LEAST_MINUTES = 30;

/** Guards of the talks and of the final offers. */
@Injectable()
export class ConsultationGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    const panel = this.registry.contribute.bind(this.registry)<ReviewGiven>;
    panel('not_a_consultation', (_, __, { open }) =>
      Promise.resolve(open.method === 'COMPETITIVE_CONSULTATION' ? null : { facts: { method: open.method } }),
    );
    panel('requirement_proposed', async (tx, lot) => proposed(tx, lot));
    panel('requirement_unconfirmed', async (tx, lot) => proposed(tx, lot));
    panel('requirement_not_proposed', async (tx, lot) => ((await proposed(tx, lot)) === null ? {} : null));
    panel('responses_running', async (tx, lot) => {
      const bids = (await openResponses(tx, lot)).filter(({ in_time }) => in_time).map(({ bid }) => bid);
      return bids.length > 0 ? { facts: { bids } } : null;
    });
    panel('final_deadline_past', async (tx, _, { deadlineAt }) => {
      const [row] = await tx.query<{ ahead: boolean }>(`SELECT $1::timestamptz > business_now() AS ahead`, [
        deadlineAt,
      ]);
      if (row?.ahead) return null;
      const text = { en: 'Must lie ahead', zh: '应晚于当前时间' };
      return { errors: [{ pointer: '/deadlineAt', code: 'too_early', text }] };
    });
    // [2014] 214 articles 20 and 21 give suppliers a time and no number for it: POLICY, the thirty minutes that [2026] 2 gives
    // for the explanation of a price.
    panel('answer_time_too_short', async (tx, _, { answerBy }) => {
      const now = await tx.now();
      if (answerBy !== undefined && Date.parse(answerBy.at) >= now.getTime() + LEAST_MINUTES * 60_000) return null;
      const text = { en: `At least ${LEAST_MINUTES} minutes from now`, zh: `自现在起不少于 ${LEAST_MINUTES} 分钟` };
      return {
        facts: { leastMinutes: LEAST_MINUTES, basis: 'POLICY' },
        errors: [{ pointer: answerBy?.pointer ?? '', code: 'too_early', text }],
      };
    });

    const supplier = this.registry.contribute.bind(this.registry)<SupplierGiven>;
    supplier('not_in_consultation', (_, __, { place }) =>
      Promise.resolve(place.state === 'valid' ? null : { facts: { state: place.state } }),
    );
    supplier('response_not_asked', (_, __, { place: { asked } }) =>
      Promise.resolve(asked !== null && !asked.answered ? null : {}),
    );
    supplier('final_offer_made', (_, __, { offered }) => Promise.resolve(offered ? {} : null));
  }
}

async function proposed(tx: Tx, lot: string) {
  const change = await changeInState(tx, lot, 'proposed');
  return change === undefined ? null : { facts: { change: change.id } };
}
