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
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { firstOf, openTies } from './candidates.rules.js';
const no = (refuses, details = {}) => (refuses ? details : null);
/** Guards from the report to the result. Each names the fact that would change its answer. */
let ResultGuards = class ResultGuards {
    registry;
    constructor(registry) {
        this.registry = registry;
    }
    onModuleInit() {
        for (const [code, check] of Object.entries(CHECKS))
            this.registry.contribute(code, (_, __, given) => Promise.resolve(check(given.open, given)));
        // Asked of the next rank, of the end of a lot and of another review of it.
        this.registry.contribute('proposer_approves', (tx, _, { open, proposal, byTwo }) => Promise.resolve(no((open ? open.desk?.proposed_by : byTwo === false ? null : proposal?.by) === tx.principal.id)));
    }
};
ResultGuards = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry])
], ResultGuards);
export { ResultGuards };
const CHECKS = {
    report_delivered: ({ desk }) => no(desk !== null, { facts: { deliveredAt: desk?.delivered_at.toISOString() } }),
    report_not_delivered: ({ desk }) => no(desk === null),
    objection_recorded: ({ desk }) => no((desk?.objection ?? null) !== null),
    objection_absent: ({ desk }) => no((desk?.objection ?? null) === null),
    tie_absent: ({ candidates }) => no(openTies(candidates).length === 0),
    tie_open: ({ candidates }) => {
        const first = firstOf(candidates);
        return no(first.length > 1, { facts: { bids: first.map(({ bid }) => bid) } });
    },
    // Order 87 article 68, [2014] 214 article 28: from the highest rank down.
    rank_order: ({ candidates }, { bid }) => {
        const [first] = firstOf(candidates);
        return no(first === undefined || first.bid !== bid, { facts: { first: first?.bid ?? null } });
    },
    replacement_not_proposed: ({ desk }) => no((desk?.proposed_at ?? null) === null),
};
//# sourceMappingURL=result.guards.js.map