import { guard, subject, type Fact, type Root } from '../../../../kernel/actions/action.js';
import type { StoredRow } from '../../../../kernel/database/row-types.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { listTenderPermissions } from '../../acting-for.js';
import { lockReachableTender, type ConductedTender } from '../../conducted/conducted-tender.js';
import { toRuleRefusal } from '../../conducted/issue.rules.js';
import { toTenderChange } from '../../open-tender.js';
import { MethodChange } from './method-change.entity.js';
import { methodChangeLifecycle, type MethodChangeState } from './method-change.lifecycle.js';

/** A locked change of the method with the tender that failed. */
export interface LockedMethodChange extends Root<MethodChangeState>, Pick<StoredRow<MethodChange>, 'ground'> {
  requestedBy: string | null;
  tender: ConductedTender;
  buyerRegion: string | null;
}

async function lockMethodChange(tx: Tx, tenderId: string, id: string): Promise<LockedMethodChange> {
  const tender = await lockReachableTender(tx, tenderId, undefined, 'overseers');
  const [row] = await tx.query<Omit<LockedMethodChange, 'tender'>>(
    `SELECT c.id, c.version, c.state, c.ground, c.requested_by AS "requestedBy", b.region AS "buyerRegion"
     FROM method_change c JOIN tender t ON t.id = c.tender_id LEFT JOIN organisation b ON b.id = t.buyer_id
     WHERE c.id = $1 AND c.tender_id = $2 FOR NO KEY UPDATE OF c`,
    [id, tenderId],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, tender };
}

/** The bodies of the purchase, and who watches over its region. */
export const methodChangeAudience = (tender: ConductedTender) => {
  const { dataset, region, tenants } = toTenderChange(tender);
  return { dataset, region, tenants };
};

/**
 * Whether the authorities for which the caller approves are those of another budget level than the buyer's, or of another
 * place ("本级财政部门", Order 74 article 27); false where a level is not known.
 */
const isOtherLevel: Fact<LockedMethodChange, boolean> = async ({ tx, root, principal: { seats } }) => {
  const bodies = seats.filter(({ permissions }) => permissions.has('method.approve')).map((seat) => seat.organisation);
  const [row] = await tx.query<{ competent: boolean | null }>(
    `SELECT is_competent($1::uuid[], $2::uuid) AS competent`,
    [bodies, root.tender.id],
  );
  return row?.competent === false;
};

/** Another method after a failure: asked for and withdrawn by the buyer, decided by the finance authority. */
export const methodChangeSubject = subject<LockedMethodChange, 'tenders/:id/method-changes/:change', MethodChange>({
  lifecycle: methodChangeLifecycle,
  path: 'tenders/:id/method-changes/:change',
  entity: MethodChange,
  permit: 'tender.read',
  lock: (tx, { id, change }) => lockMethodChange(tx, id, change),
  heldBy: ({ principal: { seats, kind } }, { tender, buyerRegion }) =>
    Promise.resolve(listTenderPermissions({ seats, person: kind === 'user' }, tender, buyerRegion)),
  audience: ({ tender }) => methodChangeAudience(tender),
  eventData: ({ tender }) => ({ tender: tender.id }),
  guards: {
    // The region of a city ends in two zeros, a province's in four.
    authority_level_too_low: guard({ isOtherLevel }, (facts, { principal: { seats, kind }, root }) => {
      if (root.ground === 'two_left') return facts.isOtherLevel ? toRuleRefusal(getRule('NEGO-TWO-LEFT'), []) : null;
      const cities = seats.filter(({ region }) => /^\d{4}00$/.test(region ?? ''));
      const held = listTenderPermissions({ seats: cities, person: kind === 'user' }, root.tender, root.buyerRegion);
      return held.has('method.approve') ? null : toRuleRefusal(getRule('FAIL-LEADS-ON'), []);
    }),
  },
});
