import { compareDates } from '../../../kernel/clock/partial-date.js';
import type { LotFacts } from '../../facts/fact-types.js';
import type { Basis } from '../../runs/assessment-types.js';
import { toBasis } from '../policy.rules.js';

const ORDER_87_IN_FORCE = '2017-10-01';
/** Background of a sign outside tendering: article 37 speaks of tendering alone. */
export const BACKGROUND = 'COLLUDE-REG-74-3';

/** The clause that names a sign, in a tender under Order 87; elsewhere the sign is a clue of ours with article 74 behind it. */
export function chooseClause(rule: string, { method, startedOn }: Pick<LotFacts, 'method' | 'startedOn'>): Basis {
  const isTender = method === 'OPEN_TENDER' || method === 'INVITED_TENDER';
  const order = startedOn === null ? 'unknown' : compareDates(startedOn, ORDER_87_IN_FORCE);
  return isTender && (order === 'after' || order === 'same') ? toBasis('law', rule) : toBasis('POLICY', BACKGROUND);
}
