var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
/**
 * Steps that modules further down take in the transaction that submits a draft (the rules are asked what they find) or
 * issues it (its bids get the keys they are sealed to).
 */
let DraftSteps = class DraftSteps {
    steps = [];
    atIssue = [];
    atDecision = [];
    contribute(step) {
        this.steps.push(step);
    }
    /** The same for the transaction that issues the documents. */
    contributeToIssue(step) {
        this.atIssue.push(step);
    }
    async issued(tx, tender) {
        for (const step of this.atIssue)
            await step(tx, tender);
    }
    /** The same for the transaction in which a decision ends a tender that was suspended. */
    contributeToDecision(step) {
        this.atDecision.push(step);
    }
    async decided(tx, tender, remedy) {
        for (const step of this.atDecision)
            await step(tx, tender, remedy);
    }
    async submitted(tx, tender) {
        for (const step of this.steps)
            await step(tx, tender);
    }
};
DraftSteps = __decorate([
    Injectable()
], DraftSteps);
export { DraftSteps };
//# sourceMappingURL=draft.steps.js.map