import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem, type ProblemDetails } from '../../../kernel/errors/problem.js';
import {
  guard,
  type Fact,
  type GuardView,
  type Guards,
  type Root,
  type Situation,
} from '../../../kernel/actions/action.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../conducted/issue.rules.js';

/** Bodies about which something is decided: who has bid, the supplier of its contract, who takes over; none where the id is none of its kind. */
export type BodiesOf = (tx: Tx, id: string) => Promise<readonly string[]>;

/** Why somebody may not act, said alike wherever it is asked. */
export const refuseRecusedPerson = (pointer?: string): ProblemDetails =>
  toRuleRefusal(
    getRule('RECUSE-3Y'),
    pointer === undefined
      ? []
      : [{ pointer, code: 'recused', text: { en: 'Has a seat in the supplier', zh: '在供应商处任职，应当回避' } }],
  );

/** The same of what is only to be made: a survey, a plan, a round, an offer. */
export async function mustBeFree(tx: Tx, body: string | null): Promise<void> {
  if (body !== null && (await hasInterest(tx, body))) throw new Problem('acts_with_interest', refuseRecusedPerson());
}

/**
 * Guard `acts_with_interest` of a subject (Regulation article 9): refuses whoever has a seat in one of these bodies, which
 * are those that the action is about, such as the supplier of the contract.
 * @param refuse what is said where another law than that is about the caller
 */
export function guardInterest<R extends Root>(
  findBodies: (situation: Situation<R, unknown>) => readonly string[] | Promise<readonly string[]>,
  refuse: (view: GuardView<R, unknown>) => ProblemDetails = () => refuseRecusedPerson(),
): Guards<R> {
  const callerHasInterest: Fact<R, boolean> = async (situation) => {
    for (const body of await findBodies(situation)) if (await hasInterest(situation.tx, body)) return true;
    return false;
  };
  return {
    acts_with_interest: guard<R, unknown, { callerHasInterest: boolean }>({ callerHasInterest }, (facts, view) =>
      facts.callerHasInterest ? refuse(view) : null,
    ),
  };
}

/** Whether the caller sits in a body, or whoever holds the key that calls: a program does what its holder may. */
export async function hasInterest(tx: Tx, body: string): Promise<boolean> {
  if (tx.principal.seats.some((seat) => seat.organisation === body)) return true;
  if (tx.principal.kind !== 'api_key') return false;
  const rows = await tx.query(
    `SELECT FROM seat s JOIN api_key k ON k.holder_id = s.user_id WHERE k.id = $1 AND s.organisation_id = $2`,
    [tx.principal.id, body],
  );
  return rows.length > 0;
}
