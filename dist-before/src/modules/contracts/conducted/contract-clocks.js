var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
/** What rooms that come after this one know of days on which the law makes something due under a contract. */
let ContractClocks = class ContractClocks {
    paymentsOf = null;
    contribute(payments) {
        if (this.paymentsOf !== null)
            throw new Error('The payments of contracts are spoken for twice');
        this.paymentsOf = payments;
    }
    async payments(reader, contract) {
        return (await this.paymentsOf?.(reader, [contract]))?.get(contract) ?? [];
    }
};
ContractClocks = __decorate([
    Injectable()
], ContractClocks);
export { ContractClocks };
//# sourceMappingURL=contract-clocks.js.map