import type { LotFacts } from '../../facts/fact-types.js';
import type { Basis } from '../../runs/assessment-types.js';
import { toBasis } from '../policy.rules.js';
import { compareStart } from './procedure-start.rules.js';

const ORDER_87_IN_FORCE = '2017-10-01';
/** Background of a sign outside tendering: article 37 speaks of tendering alone. */
export const BACKGROUND = 'COLLUDE-REG-74-3';

/** The clause that names a sign, in a tender under Order 87; elsewhere the sign is a clue of ours with article 74 behind it. */
export function chooseClause(rule: string, facts: Pick<LotFacts, 'method' | 'startedOn' | 'startIsLatest'>): Basis {
  const isTender = facts.method === 'OPEN_TENDER' || facts.method === 'INVITED_TENDER';
  return isTender && compareStart(ORDER_87_IN_FORCE, facts) === 'yes'
    ? toBasis('law', rule)
    : toBasis('POLICY', BACKGROUND);
}
