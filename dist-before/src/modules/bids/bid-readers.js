var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
/** Who, beside a bid's bidder and the purchase's own bodies, reads what was opened: those who judge it say so of themselves. */
let BidReaders = class BidReaders {
    conditions = [];
    contribute(condition) {
        this.conditions.push(condition);
    }
    /** SQL of a condition on a bid `d` and its lot `l`: who opens final offers says whether one may be restored now. */
    restorable = 'false';
    contributeRestorable(condition) {
        this.restorable = condition;
    }
    isRestorable() {
        return this.restorable;
    }
    of(sql, principal) {
        return this.conditions.map((condition) => `(${condition(sql, principal)})`).join(' OR ') || 'false';
    }
};
BidReaders = __decorate([
    Injectable()
], BidReaders);
export { BidReaders };
//# sourceMappingURL=bid-readers.js.map