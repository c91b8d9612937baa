var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { decide } from '../../platform/lifecycle/lifecycle.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { CORRECTIONS } from '../reviews/corrections.rules.js';
import { VOID_PANEL_GROUNDS } from '../reviews/repeated-review.js';
import { mustActFor } from '../tenders/acting-for.js';
import { lotLifecycle } from '../tenders/lot.lifecycle.js';
import { tenderGate } from '../tenders/tender-gate.js';
import { invalidateAward } from './award.moves.js';
import { endLot, propose } from './lot-ending.js';
import { ANEW } from './lot.guards.js';
import { annulFailure, applyRemedy } from './lot-remedying.js';
import { orderRereview, reconstitutePanel } from './lot-repeating.js';
import { readResult } from './open-result.js';
import { ResultClock } from './result-clock.js';
import { resumeLot, suspendLot } from './lot-suspension.js';
import { applied, owedRemedies } from './remedy-application.js';
import { lockLot } from './lot-root.js';
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
];
/** What must have been decided for it, or upheld. */
const DECIDED = {
    apply_remedy: { effects: [...ANEW, 'next_rank'], byChallenge: true },
    // A challenge upheld after the signing, too: its contract has been rescinded all the same, by a decision or a judgment.
    apply_remedy_after_contract: { effects: ['rescind_contract'], byChallenge: true },
    annul_failure: { effects: ['annul_failure'] },
};
/** States in which somebody may be handing in a bid, or a final offer. */
const SEALED = ['open', 'closed', 'final_offers_requested'];
/** What ends, suspends or repeats a single lot. Answers the tender it belongs to. */
let LotRemediesService = class LotRemediesService {
    transactions;
    registry;
    clock;
    constructor(transactions, registry, clock) {
        this.transactions = transactions;
        this.registry = registry;
        this.clock = clock;
    }
    act(principal, id, version, action, given) {
        return this.transactions.run(principal, async (tx) => {
            if (!isRemedyAction(action))
                throw new Problem('route_not_found');
            const held = await lockLot(tx, id, version);
            const { tender, lot } = held;
            // What the clock has decided goes before what a person decides.
            const struck = lot.state === 'reviewed' && (await this.clock.strike(tx, await readResult(tx, tender, lot)));
            if (struck)
                Object.assign(lot, { proposal: null, awarded: true });
            // Until the deadline a tender is suspended and resumed as a whole.
            if (lot.suspended_from === 'open')
                throw new Problem('wrong_state', { facts: { tender: tender.state } });
            await mustActFor(tx, decide(lotLifecycle, lot.state, action, principal).who, tender);
            // Waits for everyone who is handing in a bid: a submission is before it or finds the lot as it is then.
            if (SEALED.includes(lot.state))
                await tenderGate(tx, tender.id, 'exclusive');
            const said = asProposed(action, lot, given);
            const asked = { ...said, ...DECIDED[action], ...proposedOf(action, lot, given) };
            await this.registry.enter(tx, lotLifecycle, lot, action, asked);
            // Two officers are not the buyer's decision: what another has proposed is approved.
            if (ENDS[action] !== undefined && asked.byTwo === true)
                await mustActFor(tx, 'tender.approve', tender);
            // Nor does an agent alone undo anything of a lot that had its award.
            if (action === 'order_rereview' && lot.state === 'reviewed' && lot.awarded)
                await mustActFor(tx, 'tender.manage', tender);
            await this.effects[action]({ ...held, tx, given: said });
            return tender.id;
        });
    }
    effects = {
        propose_ending: ({ tx, given, ...held }) => propose(tx, held, 'propose_ending', { ...given, outcome: given.outcome ?? 'failed' }),
        propose_repetition: ({ tx, given, ...held }) => propose(tx, held, 'propose_repetition', { ...given, outcome: repetitionOn(given.ground) ?? 'rereview' }),
        fail: (doing) => this.end(doing, 'fail', 'failed'),
        cancel: (doing) => this.end(doing, 'cancel', 'cancelled'),
        suspend: ({ tx, given, ...held }) => suspendLot(tx, held, given),
        resume: (doing) => this.resume(doing, 'resume'),
        resume_after_limit: (doing) => this.resume(doing, 'resume_after_limit'),
        order_rereview: ({ tx, given, ...held }) => orderRereview(tx, held, given),
        reconstitute_panel: ({ tx, given, ...held }) => reconstitutePanel(tx, held, given),
        apply_remedy: ({ tx, given, ...held }) => applyRemedy(tx, held, 'apply_remedy', given),
        apply_remedy_after_contract: ({ tx, given, ...held }) => applyRemedy(tx, held, 'apply_remedy_after_contract', given),
        annul_failure: ({ tx, given, ...held }) => annulFailure(tx, held, given),
        end_by_decision: async ({ tx, given, ...held }) => {
            const { reason, remedy, outcome = 'failed' } = given;
            const owed = (await owedRemedies(tx, held.lot.id)).find(({ id }) => id === remedy);
            await endLot(tx, held, { action: 'end_by_decision', to: outcome, reason, data: { remedy } });
            if (owed)
                await applied(tx, owed, [held.lot.id], owed.effect ?? 'new_round');
        },
    };
    async resume({ tx, given, tender, lot }, action) {
        const to = await resumeLot(tx, { tender, lot }, action, given);
        if (to === 'reviewed')
            await this.clock.refresh(tx, await readResult(tx, tender, { ...lot, state: to }));
    }
    /** By a decision: its award is invalid, as one that is carried out otherwise, and the decision is carried out with it. */
    async end(doing, action, to) {
        const { tx, given, ...held } = doing;
        const { reason, ground, reference } = given;
        const decided = ground === 'remedy_decision' ? await owedRemedies(tx, held.lot.id) : [];
        const owed = decided.find(({ id }) => id === given.remedy);
        if (owed)
            await invalidateAward(tx, held.tender, held.lot, reason ?? '');
        const data = { ground, ...(reference !== undefined && { reference }), ...(owed && { remedy: owed.id }) };
        await endLot(tx, held, { action, to, reason, data });
        if (owed)
            await applied(tx, owed, [held.lot.id], owed.effect ?? 'new_round');
    }
};
LotRemediesService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        LifecycleRegistry,
        ResultClock])
], LotRemediesService);
export { LotRemediesService };
const ENDS = { fail: 'failed', cancel: 'cancelled' };
const REPEATS = {
    order_rereview: 'rereview',
    reconstitute_panel: 'new_panel',
};
const repetitionOn = (ground) => {
    if (CORRECTIONS.includes(ground))
        return 'rereview';
    return VOID_PANEL_GROUNDS.includes(ground) ? 'new_panel' : undefined;
};
/** Whoever decides what another has proposed need not say it all again. */
function asProposed(action, { proposal }, given) {
    const decides = ENDS[action] ?? REPEATS[action];
    if (decides === undefined || proposal === null)
        return given;
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
function proposedOf(action, lot, given) {
    const { proposal, awarded } = lot;
    const ends = ENDS[action];
    if (ends !== undefined)
        return { outcome: ends, proposal, byTwo: awarded };
    const repeats = REPEATS[action];
    if (repeats !== undefined)
        return { outcome: repeats, proposal };
    if (action === 'propose_ending')
        return { outcome: given.outcome ?? 'failed' };
    return action === 'propose_repetition' ? { outcome: repetitionOn(given.ground) ?? 'rereview' } : {};
}
const isRemedyAction = (action) => LOT_REMEDY_ACTIONS.includes(action);
//# sourceMappingURL=lot-remedies.service.js.map