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
import { isStateOrgan } from '../../platform/identity/credit-code.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { ruleOf } from '../rules/rule-book.js';
import { refusedBy } from '../tenders/conducted/issue.rules.js';
/** Kinds of bodies that may provide a service: Order 102 article 6. */
const PROVIDERS = ['agency', 'enterprise', 'individual_provider', 'volunteer_body', 'community_committee', 'evaluator'];
/** Only what is known of the bidder itself, the lot and the clock may refuse: no answer tells of another's bid. */
let BidGuards = class BidGuards {
    registry;
    constructor(registry) {
        this.registry = registry;
    }
    onModuleInit() {
        this.registry.contribute('lot_not_open', (_, __, { place }) => Promise.resolve(place.lot_state === 'open' ? null : { facts: { state: place.lot_state } }));
        this.registry.contribute('deadline_passed', (_, __, { place }) => Promise.resolve(place.in_time ? null : {}));
        this.registry.contribute('bidder_barred', async (tx, _, { place, organisation }) => {
            const [body] = await tx.query(`SELECT credit_code FROM organisation WHERE id = $1 AND state = 'active' AND (kind IS NULL OR kind = ANY ($2))`, [organisation, PROVIDERS]);
            const isParty = [place.buyer_id, place.agent_id].includes(organisation);
            // Order 102 articles 6 and 8; whether an institution is one of the first class no code says: unknown does not refuse.
            const isOrgan = body?.credit_code ? isStateOrgan(body.credit_code) : false;
            return body && !isParty && !isOrgan ? null : refusedBy(ruleOf('GPS-PROVIDER'), []);
        });
    }
};
BidGuards = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry])
], BidGuards);
export { BidGuards };
//# sourceMappingURL=bid.guards.js.map