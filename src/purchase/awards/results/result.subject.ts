import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import { isRequested } from '../../../kernel/actions/allowed-actions.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { listPermissions } from '../../../people/accounts/roles.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { refuseBarredBody } from '../../../people/organisations/bars/bars-in-force.queries.js';
import { LOT_AWARDING } from '../../tenders/lots/lot-award-actions.js';
import { Lot } from '../../tenders/lots/lot.entity.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import { followLots, setLotState, touchTender } from '../../tenders/lots/lot-moves.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import { toTenderChange } from '../../tenders/open-tender.js';
import { guardInterest } from '../../tenders/oversight/interest.js';
import { loadBidders } from '../bidders.js';
import { listFirstCandidates, openTies } from '../candidates.rules.js';
import { findUnappliedRemedies } from '../remedies/remedy-guards.js';
import { findFirstBar } from './barred-winners.js';
import { openResult, readResult, type OpenResult } from './open-result.js';
import { ResultClock } from './result-clock.js';
import type { ResultDto } from './results.dto.js';

/** A lot from the report of its review to its contract, under the lock of its tender, whose version it has. */
export interface LockedResult extends OpenResult, Root<LotStateHere> {
  /** The action that it is locked for. */
  action: string;
}

const toRoot = (open: OpenResult, action: string): LockedResult => ({
  ...open,
  id: open.lot.id,
  version: open.tender.version,
  state: open.lot.state,
  action,
});

/** The report is handed over by whoever held the review; what is decided of it is the buyer's. */
function listActingBodies({ action, tender: { buyer_id, agent_id } }: LockedResult): (string | null)[] {
  if (action === 'deliver_report') return [agent_id ?? buyer_id];
  return action === 'publish_result' ? [buyer_id, agent_id] : [buyer_id];
}

/** Writes where the lot stands, and its tender with it. A proposal to end it is gone with the state that it was made in. */
async function storeLot(tx: Tx, { tender, lot }: LockedResult, to: LotStateHere): Promise<void> {
  if (to === lot.state) await touchTender(tx, tender.id);
  else {
    await setLotState(tx, lot.id, to);
    await followLots(tx, tender.id, { newVersion: true });
  }
  lot.state = to;
}

const hasAward: Fact<LockedResult, boolean> = async ({ tx, root }) =>
  (await tx.query(`SELECT FROM award WHERE lot_id = $1 AND state IN ('pending', 'active', 'contracted')`, [root.id]))
    .length > 0;

/** From the panel's report to the published result, and to the next rank where an award comes to nothing. */
export const resultSubject = subject<LockedResult, 'tenders/:id/awards', Lot>({
  lifecycle: lotLifecycle,
  actions: LOT_AWARDING.filter(isRequested).map(({ action }) => action),
  path: 'tenders/:id/awards',
  entity: Lot,
  permit: 'tender.read',
  refuses: ['conducted_elsewhere'],
  lock: async (tx, { id }, action, _, given) =>
    toRoot(await openResult(tx, id, (given as ResultDto).lot, undefined), action),
  // What the clock has decided goes before what a person decides.
  async catchUp(tx, root, use) {
    const struck = await use(ResultClock).strike(tx, root);
    return struck ? toRoot(await readResult(tx, root.tender, root.lot), root.action) : root;
  },
  store: storeLot,
  heldBy({ principal: { seats, permissions } }, root) {
    const bodies = listActingBodies(root);
    const roles = seats.filter(({ organisation }) => bodies.includes(organisation)).map(({ role }) => role);
    const held: ReadonlySet<string> = listPermissions(roles);
    return Promise.resolve(new Set([...held].filter((permission) => permissions.has(permission))));
  },
  audience: ({ tender }) => toTenderChange(tender),
  eventData: ({ tender, lot }) => ({ tender: tender.id, no: lot.no }),
  async after({ tx, use, root: { tender, lot } }) {
    await use(ResultClock).refresh(tx, await readResult(tx, tender, lot));
  },
  guards: {
    ...guardInterest<LockedResult>(({ tx, root }) => loadBidders(tx, root.id)),
    report_delivered: guard({}, (_, { root: { desk } }) =>
      desk === null ? null : { facts: { deliveredAt: desk.delivered_at.toISOString() } },
    ),
    report_not_delivered: guard({}, (_, { root: { desk } }) => (desk === null ? {} : null)),
    objection_recorded: guard({}, (_, { root: { desk } }) => ((desk?.objection ?? null) === null ? null : {})),
    objection_absent: guard({}, (_, { root: { desk } }) => ((desk?.objection ?? null) === null ? {} : null)),
    tie_absent: guard({}, (_, { root }) => (openTies(root.candidates).length === 0 ? {} : null)),
    tie_open: guard({}, (_, { root }) => {
      const first = listFirstCandidates(root.candidates);
      return first.length > 1 ? { facts: { bids: first.map(({ bid }) => bid) } } : null;
    }),
    // Order 87 article 68, [2014] 214 article 28: from the highest rank down.
    rank_order: guard<LockedResult, { bid?: string }>({}, (_, { root, given }) => {
      const [first] = listFirstCandidates(root.candidates);
      return first === undefined || first.bid !== given.bid ? { facts: { first: first?.bid ?? null } } : null;
    }),
    bidder_barred: guard({ findFirstBar }, (facts) => refuseBarredBody(facts.findFirstBar)),
    remedy_unapplied: guard({ findUnappliedRemedies }, (facts) => facts.findUnappliedRemedies),
    award_stands: guard({ hasAward }, (facts) => (facts.hasAward ? {} : null)),
    replacement_not_proposed: guard({}, (_, { root: { desk } }) => ((desk?.proposed_at ?? null) === null ? {} : null)),
    proposer_approves: guardSecondPerson(({ root: { desk } }) => Promise.resolve([desk?.proposed_by])),
  },
});
