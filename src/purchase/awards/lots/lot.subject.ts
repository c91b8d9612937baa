import { guard, subject, type Fact, type Guards, type Use } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem, type ProblemDetails } from '../../../kernel/errors/problem.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { VOID_PANEL_GROUNDS } from '../../reviews/repeated/repeated-review.js';
import { CORRECTIONS } from '../../reviews/scoring/corrections.rules.js';
import { loadTenderPermissions } from '../../tenders/acting-for.js';
import { lockReachableTender, lockRounds, settleTenderClock } from '../../tenders/conducted/conducted-tender.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import { LOT_REMEDIES } from '../../tenders/lots/lot-remedy-actions.js';
import { followLots, storeRemediedLot } from '../../tenders/lots/lot-moves.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import { toTenderChange } from '../../tenders/open-tender.js';
import { CANCEL_GROUNDS, refuseFailGround, refuseGround } from '../../tenders/oversight/grounds.js';
import { guardInterest } from '../../tenders/oversight/interest.js';
import { tenderGate } from '../../tenders/tender-gate.js';
import { loadBidders } from '../bidders.js';
import {
  loadEndingLot,
  loadOwedRemedies,
  refuseUndecidedRemedy,
  refuseUnprovenGround,
  scoresShowGround,
} from '../ending-guards.js';
import { guardCompetence } from '../remedies/competence/competence.js';
import type { OwedRemedy } from '../remedies/remedy-application.js';
import { findUnappliedRemedies } from '../remedies/remedy-guards.js';
import { VOIDING, refuseEffect } from '../remedies/stages/effects.rules.js';
import { readResult } from '../results/open-result.js';
import { ResultClock } from '../results/result-clock.js';
import { SUSPENSION_GUARDS } from '../suspension-guards.js';
import { hearingGuards } from './lot-hearing.js';
import { isDecidedAlone, deriveOutcome, withProposal, type LotGiven } from './lot-proposals.js';
import { Lot } from '../../tenders/lots/lot.entity.js';
import type { LockedLot } from './locked-lot.js';

/** States in which somebody may be handing in a bid, or a final offer. */
const SEALED: readonly string[] = ['open', 'closed', 'final_offers_requested'];

/** Locks a lot for its buyer or agent, or who watches over its region: the tender first. */
export async function lockLot(tx: Tx, id: string, action: string): Promise<LockedLot> {
  const [found] = await tx.query<{ tender_id: string; purchase_id: string }>(
    `SELECT l.tender_id, t.purchase_id FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1`,
    [id],
  );
  if (!found) throw new Problem('not_found');
  // Whether the lot is bought in another round is asked of all of them.
  if (action === 'annul_failure') await lockRounds(tx, found.purchase_id);
  const tender = await lockReachableTender(tx, found.tender_id, undefined, 'overseers');
  const [row] = await tx.query<Omit<LockedLot, 'state' | 'version' | 'tender' | 'action' | 'held'>>(
    `SELECT l.id, l.no, l.state AS stored, l.suspended_from AS "suspendedFrom", l.suspended_at AS "suspendedAt",
       l.ended_from AS "endedFrom", l.ending AS proposal, EXISTS (SELECT FROM award a WHERE a.lot_id = l.id) AS awarded
     FROM lot l WHERE l.id = $1 FOR NO KEY UPDATE OF l`,
    [id],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, version: tender.version, state: row.stored ?? 'open', tender, action, held: new Set() };
}

/** The lot as it stands by business time; what the clock has decided goes before what a person decides. */
async function settleLotClock(tx: Tx, root: LockedLot, use: Use): Promise<LockedLot> {
  const tender = await settleTenderClock(tx, root.tender);
  if (root.stored === null) throw new Problem('wrong_state', { facts: { state: tender.state } });
  const past = tender.deadline_at !== null && tender.deadline_at < (await tx.now());
  const lot: LockedLot = { ...root, tender, state: root.state === 'open' && past ? 'closed' : root.state };
  const clock = use(ResultClock);
  const struck = lot.state === 'reviewed' && (await clock.strike(tx, await readResult(tx, tender, lot)));
  if (struck) Object.assign(lot, { proposal: null, awarded: true });
  // Until the deadline a tender is suspended and resumed as a whole.
  if (lot.suspendedFrom === 'open') throw new Problem('wrong_state', { facts: { tender: tender.state } });
  // What ends, suspends or repeats a purchase is a person's act.
  const held = tx.principal.kind === 'user' ? await loadTenderPermissions(tx, tender) : new Set<string>();
  const mayAct = lotLifecycle.transitions.some(
    (each) => each.action === root.action && each.from.includes(lot.state) && held.has(each.who),
  );
  // Waits for everyone who is handing in a bid: a submission is before it or finds the lot as it is then.
  if (mayAct && SEALED.includes(lot.state)) await tenderGate(tx, tender.id, 'exclusive');
  return { ...lot, held };
}

/** Writes where a lot stands now, and its tender with it. */
async function storeLot(tx: Tx, lot: LockedLot, to: LotStateHere): Promise<void> {
  await storeRemediedLot(tx, lot, to);
  await followLots(tx, lot.tender.id, { newVersion: true });
}

/** Another round of the purchase, before or after this one, in which the lot is bought by now. */
const findRunningRound: Fact<LockedLot, string | null> = async ({ tx, root }) => {
  const [round] = await tx.query<{ id: string }>(
    `SELECT n.id FROM tender o JOIN tender n ON n.purchase_id = o.purchase_id AND n.id <> o.id
     JOIN lot m ON m.tender_id = n.id AND m.no = $2
     WHERE o.id = $1 AND coalesce(m.state, n.state) NOT IN ('failed', 'cancelled') ORDER BY n.round LIMIT 1`,
    [root.tender.id, root.no],
  );
  return round?.id ?? null;
};

/** What must have been decided for it, or upheld; not named: what ends a purchase. */
const DECIDED: Readonly<Record<string, { effects: readonly string[]; byChallenge: boolean }>> = {
  apply_remedy: { effects: [...VOIDING, 'next_rank'], byChallenge: true },
  // A challenge upheld after the signing, too: its contract has been rescinded all the same, by a decision or a judgment. Where a judgment
  // was first, the decision on a complaint finds a result without a contract.
  apply_remedy_after_contract: { effects: [...VOIDING, 'next_rank'], byChallenge: true },
  annul_failure: { effects: ['annul_failure'], byChallenge: false },
};

/** What ends, suspends or repeats a single lot; the rest of its table is done where its panel, its bids or its award are. */
export const lotSubject = subject<LockedLot, 'lots/:id', Lot>({
  lifecycle: lotLifecycle,
  actions: LOT_REMEDIES.filter(({ who }) => who !== 'system').map(({ action }) => action),
  path: 'lots/:id',
  entity: Lot,
  permit: 'tender.read',
  refuses: ['conducted_elsewhere'],
  lock: (tx, { id }, action) => lockLot(tx, id, action),
  catchUp: settleLotClock,
  store: storeLot,
  heldBy: (_, { held }) => Promise.resolve(held),
  audience: ({ tender }) => toTenderChange(tender),
  eventData: ({ tender, no }) => ({ tender: tender.id, no }),
  guards: {
    ...SUSPENSION_GUARDS,
    authority_not_competent: guardCompetence<LockedLot>(({ tender }) => ({ tender: tender.id, region: tender.region })),
    ...(hearingGuards as Guards<LockedLot>),
    ...guardInterest<LockedLot>(({ tx, root }) => loadBidders(tx, root.id)),
    fail_ground_missing: guard<LockedLot, LotGiven>({}, (_, asked) =>
      refuseFailGround(asked.root.tender.method, withProposal(asked).ground),
    ),
    cancel_ground_missing: guard<LockedLot, LotGiven>({}, (_, asked) =>
      refuseGround(CANCEL_GROUNDS, withProposal(asked).ground),
    ),
    rereview_ground_missing: guard<LockedLot, LotGiven>({}, (_, asked) =>
      refuseOtherGround(CORRECTIONS, withProposal(asked).ground),
    ),
    panel_result_stands: guard<LockedLot, LotGiven>({}, (_, asked) =>
      refuseOtherGround(VOID_PANEL_GROUNDS, withProposal(asked).ground),
    ),
    end_ground_unproven: guard({ loadOwedRemedies, loadEndingLot, scoresShowGround }, refuseUnprovenGround),
    ending_not_proposed: guard<LockedLot, LotGiven>({}, (_, asked) => {
      const { proposal } = asked.root;
      const fits = proposal?.outcome === deriveOutcome(asked) && proposal?.ground === withProposal(asked).ground;
      if (isDecidedAlone(asked) || (proposal && fits)) return null;
      return { facts: { proposed: proposal && { outcome: proposal.outcome, ground: proposal.ground } } };
    }),
    proposer_approves: guardSecondPerson((asked) =>
      Promise.resolve(isDecidedAlone(asked) ? [] : [asked.root.proposal?.by]),
    ),
    remedy_unapplied: guard({ findUnappliedRemedies }, (facts) => facts.findUnappliedRemedies),
    remedy_not_decided: guard<LockedLot, { remedy?: string }, { owed: OwedRemedy[] }>(
      { owed: loadOwedRemedies },
      ({ owed }, { action, given }) => {
        const { effects, byChallenge } = DECIDED[action] ?? { effects: VOIDING, byChallenge: false };
        return refuseUndecidedRemedy(owed, given.remedy, effects, byChallenge);
      },
    ),
    // Order 94 articles 16, 31 and 32: unlawful documents leave no candidate, and before a result nobody was chosen.
    effect_not_lawful: guard<LockedLot, { remedy?: string; effect?: string }, { owed: OwedRemedy[] }>(
      { owed: loadOwedRemedies },
      ({ owed }, { root, given, today }) => {
        const remedy = owed.find(({ id }) => id === given.remedy);
        const isChosen = remedy !== undefined && (remedy.effect === null || remedy.effect === 'rescind_contract');
        const hasResult = root.state === 'result_published' || root.state === 'contracted';
        if (!isChosen || given.effect !== 'next_rank' || (hasResult && remedy.stage !== 'documents')) return null;
        return refuseEffect(remedy.stage, today, { stage: remedy.stage, effects: ['new_round'] });
      },
    ),
    not_an_open_tender: guard({}, (_, { root }) => (root.tender.method === 'OPEN_TENDER' ? null : {})),
    // What was bought anew meanwhile is not bought twice.
    lot_in_new_round: guard({ findRunningRound }, ({ findRunningRound: round }) =>
      round === null ? null : { facts: { round } },
    ),
    bids_sealed_for_good: guard({}, (_, { root }) =>
      ['open', 'closed', 'final_offers_requested'].includes(root.endedFrom ?? '') ? {} : null,
    ),
  },
});

const refuseOtherGround = (list: readonly string[], ground: string | undefined): ProblemDetails | null =>
  list.includes(ground ?? '')
    ? null
    : {
        errors: [
          {
            pointer: '/ground',
            code: 'required',
            text: { en: 'A ground of the closed list', zh: '请给出法定情形' },
          },
        ],
        facts: { grounds: list },
      };
