var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
/**
 * Tells the relay of this process that a transaction has committed, so that it need not wait for its next poll. In
 * process only: NOTIFY inside business transactions would serialise their commits.
 */
let Nudge = class Nudge {
    listener;
    nudge() {
        this.listener?.();
    }
    /** One listener: the relay of this process. */
    listen(listener) {
        this.listener = listener;
        return () => {
            if (this.listener === listener)
                this.listener = undefined;
        };
    }
};
Nudge = __decorate([
    Injectable()
], Nudge);
export { Nudge };
//# sourceMappingURL=nudge.js.map