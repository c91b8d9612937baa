import { guard, type Fact, type Guards } from '../../../kernel/actions/action.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import type { ReviewRoot } from '../open-review.js';
import { changeInState, openResponses } from './consultation-facts.js';

/** What every supplier has to answer the panel or the buyer, at least. */
const LEAST_MINUTES = 30;

interface Deadlines {
  respondBy?: string;
  deadlineAt?: string;
}

/** The change of the requirement that the buyer has not decided. */
const findProposedChange: Fact<ReviewRoot, { id: string } | null> = async ({ tx, root }) =>
  (await changeInState(tx, root.lot.id, 'proposed')) ?? null;
const loadOpenResponses: Fact<ReviewRoot, { bid: string; in_time: boolean }[]> = ({ tx, root }) =>
  openResponses(tx, root.lot.id);
/** By the database: what is given may be finer than a millisecond. */
const isDeadlineAhead: Fact<ReviewRoot, boolean, Deadlines> = async ({ tx, given }) => {
  const [row] = await tx.query<{ ahead: boolean }>(`SELECT $1::timestamptz > business_now() AS ahead`, [
    given.deadlineAt,
  ]);
  return row?.ahead ?? false;
};

const refuseOpenChange = ({ change }: { change: { id: string } | null }): ProblemDetails | null =>
  change === null ? null : { facts: { change: change.id } };

/** Guards of the talks and of the call for final offers. */
export const CONSULTATION_GUARDS = {
  not_a_consultation: guard({}, (_, { root: { method } }) =>
    method === 'COMPETITIVE_CONSULTATION' ? null : { facts: { method } },
  ),
  requirement_proposed: guard({ change: findProposedChange }, refuseOpenChange),
  requirement_unconfirmed: guard({ change: findProposedChange }, refuseOpenChange),
  requirement_not_proposed: guard({ change: findProposedChange }, ({ change }) => (change === null ? {} : null)),
  responses_running: guard({ responses: loadOpenResponses }, ({ responses }) => {
    const bids = responses.filter(({ in_time }) => in_time).map(({ bid }) => bid);
    return bids.length > 0 ? { facts: { bids } } : null;
  }),
  final_deadline_past: guard({ isDeadlineAhead }, (facts) => {
    if (facts.isDeadlineAhead) return null;
    const text = { en: 'Must lie ahead', zh: '应晚于当前时间' };
    return { errors: [{ pointer: '/deadlineAt', code: 'too_early', text }] };
  }),
  // [2014] 214 articles 20 and 21 give suppliers a time and no number for it: POLICY, the thirty minutes that [2026] 2 gives
  // for the explanation of a price.
  answer_time_too_short: guard<ReviewRoot, Deadlines>({}, (_, { given: { respondBy, deadlineAt }, now }) => {
    const answerBy = respondBy ?? deadlineAt ?? '';
    if (Date.parse(answerBy) >= now.getTime() + LEAST_MINUTES * 60_000) return null;
    const text = { en: `At least ${LEAST_MINUTES} minutes from now`, zh: `自现在起不少于 ${LEAST_MINUTES} 分钟` };
    return {
      facts: { leastMinutes: LEAST_MINUTES, basis: 'POLICY' },
      errors: [{ pointer: respondBy === undefined ? '/deadlineAt' : '/respondBy', code: 'too_early', text }],
    };
  }),
} satisfies Guards<ReviewRoot>;
