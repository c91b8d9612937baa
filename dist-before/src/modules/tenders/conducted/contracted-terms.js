var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
/** Whose words a notice of a contract prints: those of the contract, which are known to a room that comes after this one. */
let ContractedTerms = class ContractedTerms {
    termsOf = null;
    contribute(terms) {
        if (this.termsOf !== null)
            throw new Error('The words of contracts are spoken for twice');
        this.termsOf = terms;
    }
    async of(reader, tender) {
        return (await this.termsOf?.(reader, tender)) ?? new Map();
    }
};
ContractedTerms = __decorate([
    Injectable()
], ContractedTerms);
export { ContractedTerms };
//# sourceMappingURL=contracted-terms.js.map