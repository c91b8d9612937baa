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
import { RemedySteps } from '../../awards/remedy.steps.js';
import { ContractSteps } from './contract.steps.js';
import { changeOfContract } from './conducted-contract.js';
/**
 * Regulation article 54: where a challenge may change the result, a contract that was signed is halted; so is one that is to
 * be rescinded (Order 94 article 32).
 */
let ContractHalting = class ContractHalting {
    remedies;
    steps;
    constructor(remedies, steps) {
        this.remedies = remedies;
        this.steps = steps;
    }
    onModuleInit() {
        this.remedies.contribute((tx, disputed) => this.halt(tx, disputed));
    }
    async halt(tx, { tender, lot, kind, id }) {
        const contracts = await tx.query(`SELECT * FROM contract WHERE tender_id = $1 AND conducted = 'here' AND state IN ('signed', 'active')
         AND ($2::uuid IS NULL OR lot_id IS NULL OR lot_id = $2)
         AND NOT EXISTS (SELECT FROM remedy_application p WHERE p.remedy_id = $3 AND p.lot_id = contract.lot_id)
       ORDER BY id FOR NO KEY UPDATE`, [tender, lot, id]);
        for (const contract of contracts) {
            await this.steps.before(tx, contract);
            await tx.query(`UPDATE contract SET state = 'halted', halted_from = $2, halt_ground = $3, version = version + 1,
           updated_at = clock_timestamp() WHERE id = $1`, [contract.id, contract.state, kind]);
            await tx.record({
                ...changeOfContract(contract),
                action: 'halt_for_challenge',
                from: contract.state,
                to: 'halted',
                data: { [kind]: id },
            });
        }
    }
};
ContractHalting = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [RemedySteps,
        ContractSteps])
], ContractHalting);
export { ContractHalting };
//# sourceMappingURL=contract-halting.js.map