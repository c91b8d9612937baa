import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { decide } from '../../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { CORRECTIONS } from '../../reviews/scoring/corrections.rules.js';
import { VOID_PANEL_GROUNDS } from '../../reviews/repeated-review.js';
import { mustActFor } from '../../tenders/acting-for.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import type { LotAction } from '../../tenders/lots/lot.states.js';
import { tenderGate } from '../../tenders/tender-gate.js';
import type { LotActionDto } from './lot-action.dto.js';
import { invalidateAward } from '../award.moves.js';
import { endLot, propose } from './lot-ending.js';
import { ANEW, type LotGiven } from './lot.guards.js';
import { annulFailure, applyRemedy } from './lot-remedying.js';
import { orderRereview, reconstitutePanel } from './lot-repeating.js';
import { readResult } from '../results/open-result.js';
import { ResultClock } from '../results/result-clock.js';
import { resumeLot, suspendLot } from './lot-suspension.js';
import { applied, owedRemedies } from '../remedies/remedy-application.js';
import { lockLot, type HeldLot, type HeldTenderLot } from './lot-root.js';

/** What is done here to a lot; the rest of its table is done where its panel, its bids or its award are. */
export const LOT_REMEDY_ACTIONS = [
  'propose_ending',
  'propose_repetition',
  'fail',
  'cancel',
  'suspend',
  'resume',
  'resume_after_limit',
  'end_by_decision',
  'order_rereview',
  'reconstitute_panel',
  'apply_remedy',
  'apply_remedy_after_contract',
  'annul_failure',
] as const satisfies readonly LotAction[];
type RemedyAction = (typeof LOT_REMEDY_ACTIONS)[number];

/** What must have been decided for it, or upheld. */
const DECIDED: Partial<Record<RemedyAction, Pick<LotGiven, 'effects' | 'byChallenge'>>> = {
  apply_remedy: { effects: [...ANEW, 'next_rank'], byChallenge: true },
  // A challenge upheld after the signing, too: its contract has been rescinded all the same, by a decision or a judgment.
  apply_remedy_after_contract: { effects: ['rescind_contract'], byChallenge: true },
  annul_failure: { effects: ['annul_failure'] },
};

/** States in which somebody may be handing in a bid, or a final offer. */
const SEALED: readonly string[] = ['open', 'closed', 'final_offers_requested'];

interface Doing extends HeldTenderLot {
  tx: Tx;
  given: LotActionDto;
}

/** What ends, suspends or repeats a single lot. Answers the tender it belongs to. */
@Injectable()
export class LotRemediesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly clock: ResultClock,
  ) {}

  act(principal: Principal, id: string, version: number, action: string, given: LotActionDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      if (!isRemedyAction(action)) throw new Problem('route_not_found');
      const held = await lockLot(tx, id, version);
      const { tender, lot } = held;
      // What the clock has decided goes before what a person decides.
      const struck = lot.state === 'reviewed' && (await this.clock.strike(tx, await readResult(tx, tender, lot)));
      if (struck) Object.assign(lot, { proposal: null, awarded: true });
      // Until the deadline a tender is suspended and resumed as a whole.
      if (lot.suspended_from === 'open') throw new Problem('wrong_state', { facts: { tender: tender.state } });
      await mustActFor(tx, decide(lotLifecycle, lot.state, action, principal).who, tender);
      // Waits for everyone who is handing in a bid: a submission is before it or finds the lot as it is then.
      if (SEALED.includes(lot.state)) await tenderGate(tx, tender.id, 'exclusive');
      const said = asProposed(action, lot, given);
      const asked: LotGiven = { ...said, ...DECIDED[action], ...proposedOf(action, lot, given) };
      await this.registry.enter(tx, lotLifecycle, lot, action, asked);
      // Two officers are not the buyer's decision: what another has proposed is approved.
      if (ENDS[action] !== undefined && asked.byTwo === true) await mustActFor(tx, 'tender.approve', tender);
      // Nor does an agent alone undo anything of a lot that had its award.
      if (action === 'order_rereview' && lot.state === 'reviewed' && lot.awarded)
        await mustActFor(tx, 'tender.manage', tender);
      await this.effects[action]({ ...held, tx, given: said });
      return tender.id;
    });
  }

  private readonly effects: Record<RemedyAction, (doing: Doing) => Promise<void>> = {
    propose_ending: ({ tx, given, ...held }) =>
      propose(tx, held, 'propose_ending', { ...given, outcome: given.outcome ?? 'failed' }),
    propose_repetition: ({ tx, given, ...held }) =>
      propose(tx, held, 'propose_repetition', { ...given, outcome: repetitionOn(given.ground) ?? 'rereview' }),
    fail: (doing) => this.end(doing, 'fail', 'failed'),
    cancel: (doing) => this.end(doing, 'cancel', 'cancelled'),
    suspend: ({ tx, given, ...held }) => suspendLot(tx, held, given),
    resume: (doing) => this.resume(doing, 'resume'),
    resume_after_limit: (doing) => this.resume(doing, 'resume_after_limit'),
    order_rereview: ({ tx, given, ...held }) => orderRereview(tx, held, given),
    reconstitute_panel: ({ tx, given, ...held }) => reconstitutePanel(tx, held, given),
    apply_remedy: ({ tx, given, ...held }) => applyRemedy(tx, held, 'apply_remedy', given),
    apply_remedy_after_contract: ({ tx, given, ...held }) =>
      applyRemedy(tx, held, 'apply_remedy_after_contract', given),
    annul_failure: ({ tx, given, ...held }) => annulFailure(tx, held, given),
    end_by_decision: async ({ tx, given, ...held }) => {
      const { reason, remedy, outcome = 'failed' } = given;
      const owed = (await owedRemedies(tx, held.lot.id)).find(({ id }) => id === remedy);
      await endLot(tx, held, { action: 'end_by_decision', to: outcome, reason, data: { remedy } });
      if (owed) await applied(tx, owed, [held.lot.id], owed.effect ?? 'new_round');
    },
  };

  private async resume({ tx, given, tender, lot }: Doing, action: 'resume' | 'resume_after_limit'): Promise<void> {
    const to = await resumeLot(tx, { tender, lot }, action, given);
    if (to === 'reviewed') await this.clock.refresh(tx, await readResult(tx, tender, { ...lot, state: to }));
  }

  /** By a decision: its award is invalid, as one that is carried out otherwise, and the decision is carried out with it. */
  private async end(doing: Doing, action: 'fail' | 'cancel', to: 'failed' | 'cancelled'): Promise<void> {
    const { tx, given, ...held } = doing;
    const { reason, ground, reference } = given;
    const decided = ground === 'remedy_decision' ? await owedRemedies(tx, held.lot.id) : [];
    const owed = decided.find(({ id }) => id === given.remedy);
    if (owed) await invalidateAward(tx, held.tender, held.lot, reason ?? '');
    const data = { ground, ...(reference !== undefined && { reference }), ...(owed && { remedy: owed.id }) };
    await endLot(tx, held, { action, to, reason, data });
    if (owed) await applied(tx, owed, [held.lot.id], owed.effect ?? 'new_round');
  }
}

const ENDS: Partial<Record<RemedyAction, 'failed' | 'cancelled'>> = { fail: 'failed', cancel: 'cancelled' };
const REPEATS: Partial<Record<RemedyAction, 'rereview' | 'new_panel'>> = {
  order_rereview: 'rereview',
  reconstitute_panel: 'new_panel',
};
const repetitionOn = (ground: string | undefined): 'rereview' | 'new_panel' | undefined => {
  if ((CORRECTIONS as readonly (string | undefined)[]).includes(ground)) return 'rereview';
  return (VOID_PANEL_GROUNDS as readonly (string | undefined)[]).includes(ground) ? 'new_panel' : undefined;
};

/** Whoever decides what another has proposed need not say it all again. */
function asProposed(action: RemedyAction, { proposal }: HeldLot, given: LotActionDto): LotActionDto {
  const decides = ENDS[action] ?? REPEATS[action];
  if (decides === undefined || proposal === null) return given;
  const reference = given.reference ?? proposal.reference;
  const remedy = given.remedy ?? proposal.remedy;
  const barred = given.barred ?? proposal.barred;
  return {
    ...given,
    ground: given.ground ?? proposal.ground,
    ...(reference !== undefined && { reference }),
    ...(remedy !== undefined && { remedy }),
    ...(barred !== undefined && { barred }),
  };
}

/** What an action comes to, what was proposed, and whether it takes two persons. */
function proposedOf(action: RemedyAction, lot: HeldLot, given: LotActionDto): Partial<LotGiven> {
  const { proposal, awarded } = lot;
  const ends = ENDS[action];
  if (ends !== undefined) return { outcome: ends, proposal, byTwo: awarded };
  const repeats = REPEATS[action];
  if (repeats !== undefined) return { outcome: repeats, proposal };
  if (action === 'propose_ending') return { outcome: given.outcome ?? 'failed' };
  return action === 'propose_repetition' ? { outcome: repetitionOn(given.ground) ?? 'rereview' } : {};
}

const isRemedyAction = (action: string): action is RemedyAction =>
  (LOT_REMEDY_ACTIONS as readonly string[]).includes(action);
