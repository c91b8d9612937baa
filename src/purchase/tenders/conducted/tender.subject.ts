import { subject } from '../../../kernel/actions/action.js';
import { storeState } from '../../../kernel/actions/store-state.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { listTenderPermissions } from '../acting-for.js';
import { closeGate } from '../corrections/corrections.js';
import { toTenderChange } from '../open-tender.js';
import { tenderLifecycle } from '../tender.lifecycle.js';
import { settleTenderClock, lockReachableTender } from './conducted-tender.js';
import { loadTenderCircumstances } from './tender-circumstances.js';
import { TENDER_GUARDS } from './tender-guards.js';
import { Tender } from '../tender.entity.js';
import type { LockedTenderHere } from './tender-circumstances.js';

/** Actions that move the deadline, or end the time for bids: they wait for everyone who is handing one in. */
const GATED: Readonly<Record<string, string>> = {
  correct: 'tender.draft',
  fail: 'tender.end',
  cancel: 'tender.end',
  suspend: 'remedy.decide',
  resume: 'remedy.decide',
  resume_after_limit: 'tender.manage',
};

/** Actions that spend the budget of the programme. */
const SPENDING: readonly string[] = ['submit', 'correct'];
/** What an authority decides, or what follows from it: a person's act. */
const SUSPENSION: readonly string[] = ['suspend', 'resume', 'resume_after_limit', 'end_by_decision'];

/** Programme before tender: two drafts that fit alone must not exceed it together, nor two corrections. */
async function lockTenderProgramme(tx: Tx, tender: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string | null }>(`SELECT programme_id AS id FROM tender WHERE id = $1`, [tender]);
  const id = row?.id ?? null;
  if (id !== null) await tx.query(`SELECT 1 FROM programme WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  return id;
}

/** A tender that is conducted here as a whole, from its draft to the deadline. */
export const tenderSubject = subject<LockedTenderHere, 'tenders/:id', Tender>({
  lifecycle: tenderLifecycle,
  path: 'tenders/:id',
  entity: Tender,
  permit: 'tender.read',
  refuses: ['conducted_elsewhere', 'conflict'],
  async lock(tx, { id }, action) {
    const { permissions } = tx.principal;
    const spends = SPENDING.includes(action) && permissions.has('tender.draft');
    const lockedProgramme = spends ? await lockTenderProgramme(tx, id) : null;
    const gated = GATED[action];
    if (gated !== undefined && permissions.has(gated)) await closeGate(tx, id);
    const tender = await lockReachableTender(tx, id, undefined, 'overseers');
    return { ...tender, circumstances: await loadTenderCircumstances(tx, tender), lockedProgramme, action };
  },
  async catchUp(tx, root) {
    const tender = await settleTenderClock(tx, root);
    if (root.lockedProgramme !== null && root.lockedProgramme !== tender.programme_id) throw new Problem('conflict');
    return tender;
  },
  store: (tx, root, to, set) =>
    storeState(tx, Tender, root.id, to, to === 'suspended' ? set : { ...set, suspendedFrom: null }),
  heldBy({ principal: { seats, kind } }, root) {
    const { buyer_region: region, competent } = root.circumstances;
    return Promise.resolve(
      SUSPENSION.includes(root.action) && kind !== 'user'
        ? new Set<string>()
        : listTenderPermissions({ seats, person: kind === 'user' }, root, region, competent),
    );
  },
  audience: toTenderChange,
  guards: TENDER_GUARDS,
});
