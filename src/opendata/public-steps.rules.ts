import { targets, type Lifecycle } from '../kernel/actions/lifecycle.js';
import { awardLifecycle } from '../purchase/awards/award.lifecycle.js';
import { contractLifecycle } from '../purchase/contracts/contract.lifecycle.js';
import { lotLifecycle } from '../purchase/tenders/lots/lot.lifecycle.js';
import { ACTIVE, ENDED_CONTRACTS, TENDER_STATUS } from './codes.js';

/** Actions of a lifecycle after which what a release says of the object may be another code. */
function listRestatingActions(lifecycle: Lifecycle, toCode: (state: string) => string): string[] {
  const actions = lifecycle.transitions.flatMap((transition) => {
    const after = targets(transition).map(toCode);
    return transition.from.some((state) => after.some((code) => code !== toCode(state))) ? [transition.action] : [];
  });
  return [...new Set(actions)];
}

const ENDED_AWARDS: readonly string[] = awardLifecycle.final;
/** Actions that restate a lot, an award and a contract. */
export const RESTATING_ACTIONS = [
  listRestatingActions(lotLifecycle, (state) => TENDER_STATUS[state] ?? ACTIVE),
  listRestatingActions(awardLifecycle, (state) => (ENDED_AWARDS.includes(state) ? 'cancelled' : ACTIVE)),
  [
    ...listRestatingActions(contractLifecycle, (state) => (ENDED_CONTRACTS.includes(state) ? 'terminated' : ACTIVE)),
    'publish_amendment',
  ],
] as const;

/**
 * SQL: when a step last changed what is published of the tender `r`, of its awards and of its public contracts, without a fact that says so.
 * The parameters hold `RESTATING_ACTIONS`.
 */
export const steppedAtSql = (ofLots: string, ofAwards: string, ofContracts: string): string => `
  (SELECT max(s.at) FROM (
     SELECT 'lot' AS kind, l.id::text AS id FROM lot l WHERE l.tender_id = r.id
     UNION ALL SELECT 'award', a.id::text FROM award a WHERE a.tender_id = r.id AND a.fact_id IS NOT NULL
     UNION ALL SELECT 'contract', c.id::text FROM contract c WHERE c.tender_id = r.id AND c.published
   ) o JOIN audit_steps s ON s.aggregate_type = o.kind AND s.aggregate_id = o.id
   WHERE o.kind = 'lot' AND s.action = ANY (${ofLots}::text[]) OR o.kind = 'award' AND s.action = ANY (${ofAwards}::text[])
     OR o.kind = 'contract' AND s.action = ANY (${ofContracts}::text[]))`;
