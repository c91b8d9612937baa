var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
/**
 * Who may run a survey of a contract: its buyer, and whoever another room says was appointed to evaluate it. Never the
 * agency, whatever anybody says: it is asked about (a sample is drawn by the buyer or the evaluator).
 */
let SurveyRunners = class SurveyRunners {
    others = [];
    contribute(others) {
        this.others.push(others);
    }
    async of(tx, contract) {
        const bodies = new Set(contract.buyer_id === null ? [] : [contract.buyer_id]);
        for (const others of this.others)
            for (const body of await others(tx, contract.id))
                bodies.add(body);
        return [...bodies].filter((body) => body !== contract.supplier_id);
    }
};
SurveyRunners = __decorate([
    Injectable()
], SurveyRunners);
export { SurveyRunners };
//# sourceMappingURL=survey-runners.js.map