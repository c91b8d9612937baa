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
import { LifecycleRegistry } from '../../../platform/lifecycle/registry.js';
import { ruleOf } from '../../rules/rule-book.js';
import { refusedBy } from '../../tenders/conducted/issue.rules.js';
/**
 * Regulation article 9: nobody finds, accepts or pays for the buyer what a body delivers in which they sit. Each room says
 * whose its own objects are.
 */
let InterestGuard = class InterestGuard {
    registry;
    suppliers = [];
    constructor(registry) {
        this.registry = registry;
    }
    onModuleInit() {
        this.registry.contribute('acts_with_interest', async (tx, id) => {
            for (const supplierOf of this.suppliers) {
                const supplier = await supplierOf(tx, id);
                if (supplier !== null && (await hasInterest(tx, supplier)))
                    return refusedBy(ruleOf('RECUSE-3Y'), []);
            }
            return null;
        });
    }
    contribute(supplierOf) {
        this.suppliers.push(supplierOf);
    }
};
InterestGuard = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry])
], InterestGuard);
export { InterestGuard };
/** Whether the caller sits in a body, or whoever holds the key that calls: a program does what its holder may. */
export async function hasInterest(tx, body) {
    if (tx.principal.seats.some((seat) => seat.organisation === body))
        return true;
    if (tx.principal.kind !== 'api_key')
        return false;
    const rows = await tx.query(`SELECT FROM seat s JOIN api_key k ON k.holder_id = s.user_id WHERE k.id = $1 AND s.organisation_id = $2`, [tx.principal.id, body]);
    return rows.length > 0;
}
//# sourceMappingURL=interest.js.map