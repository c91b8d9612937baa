var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
/** Milestones follow the content that both parties have signed, and whether the contract runs. */
let ContractSteps = class ContractSteps {
    steps = [];
    contribute(step) {
        this.steps.push(step);
    }
    async before(tx, contract) {
        for (const step of this.steps)
            await step.before?.(tx, contract);
    }
    async after(tx, contract, action) {
        for (const step of this.steps)
            await step.after?.(tx, contract, action);
    }
};
ContractSteps = __decorate([
    Injectable()
], ContractSteps);
export { ContractSteps };
//# sourceMappingURL=contract.steps.js.map