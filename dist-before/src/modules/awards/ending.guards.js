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
import { todayInShanghai } from '../../platform/clock/moment.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { CORRECTIONS } from '../reviews/corrections.rules.js';
import { VOID_PANEL_GROUNDS } from '../reviews/repeated-review.js';
import { leastSuppliers } from '../reviews/review.desk.js';
import { isBorneOut } from '../reviews/review.scores.js';
import { BEFORE_ISSUE, CANCEL_GROUNDS, FAIL_GROUNDS } from '../tenders/conducted/grounds.js';
import { ANEW, undecided } from './lot.guards.js';
import { owedRemedies } from './remedy-application.js';
/**
 * Law article 36: fewer than three, unlawful acts, every offer above the budget, a great change. What ends a purchase is a
 * fact: the record shows it, or the paper is named that establishes it. The closed list alone would let anybody end one, or
 * have a review repeated until it suits.
 */
let EndingGuards = class EndingGuards {
    registry;
    constructor(registry) {
        this.registry = registry;
    }
    onModuleInit() {
        this.registry.contribute('end_ground_unproven', unproven);
        this.registry.contribute('ending_not_proposed', (_, __, { byTwo, outcome, ground, proposal }) => Promise.resolve(byTwo === false || (proposal && proposal.outcome === outcome && proposal.ground === ground)
            ? null
            : { facts: { proposed: proposal ? { outcome: proposal.outcome, ground: proposal.ground } : null } }));
    }
};
EndingGuards = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry])
], EndingGuards);
export { EndingGuards };
async function unproven(tx, id, given) {
    if (given.outcome === 'rereview' || given.outcome === 'new_panel')
        return unprovenRepetition(tx, id, given);
    const [tender] = await tx.query(`SELECT state FROM tender WHERE id = $1`, [id]);
    // Before the documents are issued a purchase is given up for a reason alone.
    if (tender && BEFORE_ISSUE.includes(tender.state))
        return null;
    const lawful = given.outcome === 'cancelled' ? CANCEL_GROUNDS : FAIL_GROUNDS;
    if (given.outcome !== undefined && !lawful.includes(given.ground))
        return { errors: [unshown], facts: { grounds: lawful } };
    switch (given.ground) {
        case 'unlawful_acts':
        case 'unforeseen_change':
            return given.reference === undefined ? { errors: [unnamed] } : null;
        case 'remedy_decision':
            return undecided(await owedRemedies(tx, id), { ...given, effects: ANEW, byChallenge: true });
        default:
            return notShown(given.ground, tender ? null : await endingLot(tx, id), todayInShanghai(await tx.now()));
    }
}
/**
 * Order 87 article 64, [2014] 214 article 32: what the scores show. Article 67: what makes the result of a panel void is shown
 * by no score; the paper is named in which it was established, as it is reported to the finance authority.
 */
async function unprovenRepetition(tx, lot, { outcome, ground, reference }) {
    const lawful = outcome === 'rereview' ? CORRECTIONS : VOID_PANEL_GROUNDS;
    if (!lawful.includes(ground ?? ''))
        return { errors: [unshown], facts: { grounds: lawful } };
    if (outcome === 'new_panel')
        return reference === undefined ? { errors: [unnamed] } : null;
    return (await isBorneOut(tx, lot, ground)) ? null : { errors: [unshown] };
}
/** As long as bids are taken, or sealed, nobody knows; nor may anybody find out by trying. */
function notShown(ground, lot, today) {
    const refused = { errors: [unshown] };
    if (lot === null)
        return refused;
    if (ground === 'award_refused')
        return lot.refused ? null : refused;
    if (ground === 'offers_above_budget')
        return lot.opened && lot.above ? null : refused;
    if (!lot.counted)
        return refused;
    const least = leastSuppliers({ method: lot.method, today });
    return lot.offers < least ? null : { ...refused, facts: { offers: lot.offers, least } };
}
const unnamed = {
    pointer: '/reference',
    code: 'required',
    text: { en: 'Number of the paper that establishes it', zh: '请填写认定该情形的文书编号' },
};
const unshown = {
    pointer: '/ground',
    code: 'not_on_record',
    text: { en: 'The record does not show it', zh: '现有记录不能反映该情形' },
};
/**
 * What counts against the number of suppliers is who was rejected, withdrew, or whose award a remedy invalidated; who
 * refuses an award has made a good offer all the same. An offer that was rejected for its price lies above it. How many
 * final offers there are is told when they are in, what they say is not; one that cannot be read and that its bidder does
 * not restore keeps no lot from its end.
 */
async function endingLot(tx, id) {
    const [row] = await tx.query(`SELECT t.method,
       l.state NOT IN ('open', 'closed') AND (t.method = 'OPEN_TENDER' OR l.state IN ('reviewed', 'confirmed', 'result_published')) AS opened,
       l.state NOT IN ('open', 'closed') AND (t.method = 'OPEN_TENDER' OR l.state IN ('final_offers_in', 'reviewed', 'confirmed', 'result_published')) AS counted,
       (SELECT count(*)::int FROM bid b WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable', 'valid', 'won', 'lost')
          AND NOT EXISTS (SELECT FROM award a WHERE a.bid_id = b.id AND a.state = 'invalidated')) AS offers,
       coalesce((SELECT bool_and(b.price > l.ceiling) FROM bid b WHERE b.lot_id = l.id AND (b.state IN ('opened', 'valid', 'won', 'lost')
          OR EXISTS (SELECT FROM bid_check c WHERE c.bid_id = b.id AND c.ground = 'above_ceiling'))), false) AS above,
       EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state = 'refused')
         AND NOT EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state IN ('pending', 'active', 'contracted')) AS refused
     FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1`, [id]);
    return row ?? null;
}
//# sourceMappingURL=ending.guards.js.map