import { holdsPermission } from '../../kernel/access/held.js';
import { toScope } from '../../kernel/access/scope.js';
import { subject, type Root } from '../../kernel/actions/action.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { ConductedTender, TenderRow } from '../tenders/conducted/conducted-tender.js';
import { toTenderChange } from '../tenders/open-tender.js';
import { awardLifecycle, type AwardState } from './award.lifecycle.js';
import type { AwardHere, LotHere } from './award-moves.js';
import { findOwedRemedies, guardOwedRemedies, guardSuspension, isSuspended } from './remedies/open-remedies.js';
import { Award } from './award.entity.js';

/** A locked award with its tender and its lot. */
export interface LockedAward extends AwardHere, Root<AwardState> {
  state: AwardState;
  tender_id: string;
  lot_id: string;
  published_on: string;
  tender: ConductedTender;
  lot: LotHere;
}

/** An award is refused by its winner, or by the buyer for one that keeps silent. */
export const awardSubject = subject<LockedAward, 'awards/:id', Award>({
  lifecycle: awardLifecycle,
  path: 'awards/:id',
  entity: Award,
  permit: 'tender.read',
  refuses: ['conducted_elsewhere'],
  lock: (tx, { id }) => lockAward(tx, id),
  heldBy: ({ principal }, { supplier_id, tender }) =>
    Promise.resolve(
      new Set([
        ...(holdsPermission(principal, 'award.refuse', [supplier_id]) ? ['award.refuse'] : []),
        ...(holdsPermission(principal, 'tender.manage', [tender.buyer_id]) ? ['tender.manage'] : []),
      ]),
    ),
  audience: ({ tender, supplier_id }) => {
    const about = toTenderChange(tender);
    return { ...about, tenants: [...new Set([...about.tenants, supplier_id])].filter((t) => t !== null), public: true };
  },
  eventData: ({ tender, lot }) => ({ tender: tender.id, lot: lot.no }),
  guards: { purchase_suspended: guardSuspension(isSuspended), remedy_unapplied: guardOwedRemedies(findOwedRemedies) },
});

/** Tender before lot before award: the order of every lock. Whoever sees the award and is no party to it may not act. */
async function lockAward(tx: Tx, id: string): Promise<LockedAward> {
  const [found] = await tx.query<{
    tender_id: string;
    lot_id: string;
    parties: (string | null)[];
    conducted: string;
    shown: boolean;
  }>(
    `SELECT a.tender_id, a.lot_id, ARRAY[t.buyer_id, t.agent_id, a.supplier_id] AS parties, t.conducted,
       t.published AND a.fact_id IS NOT NULL AS shown FROM award a JOIN tender t ON t.id = a.tender_id WHERE a.id = $1`,
    [id],
  );
  const { organisations } = toScope(tx.principal);
  const mine = found?.parties.some((body) => body !== null && organisations.includes(body)) ?? false;
  if (!found || (!mine && !found.shown)) throw new Problem('not_found');
  if (!mine) throw new Problem('not_permitted');
  if (found.conducted === 'elsewhere') throw new Problem('conducted_elsewhere');
  const [tender] = await tx.query<TenderRow>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [found.tender_id]);
  const [lot] = await tx.query<LotHere>(
    `SELECT id, no, state FROM lot WHERE id = $1 AND state IS NOT NULL FOR NO KEY UPDATE`,
    [found.lot_id],
  );
  const [award] = await tx.query<Omit<LockedAward, 'tender' | 'lot'>>(
    `SELECT id, version, state, bid_id, supplier_id, tender_id, lot_id, published_on FROM award WHERE id = $1
     FOR NO KEY UPDATE`,
    [id],
  );
  if (!tender || !lot || !award) throw new Problem('not_found');
  return { ...award, tender: tender as ConductedTender, lot };
}
