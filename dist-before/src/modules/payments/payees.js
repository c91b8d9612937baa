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
import { Keys } from '../../platform/config/keys.js';
import { matchesPseudonym, maskedTail, pseudonym } from '../../platform/identity/pseudonym.js';
/** Bank accounts are recognised under a key outside the database; the number itself is kept nowhere. */
let Payees = class Payees {
    ring;
    constructor(keys) {
        const [first, ...older] = keys.identity.map(({ id, bytes }) => ({ id, purpose: 'bank account', secret: bytes }));
        this.ring = [first, ...older];
    }
    cover(account) {
        return { pseudonym: pseudonym(this.ring[0], account), masked: maskedTail(account) };
    }
    is(stored, account) {
        return matchesPseudonym(this.ring, stored, account);
    }
};
Payees = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Keys])
], Payees);
export { Payees };
//# sourceMappingURL=payees.js.map