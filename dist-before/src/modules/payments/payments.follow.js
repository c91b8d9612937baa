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
import { SYSTEM } from '../../platform/access/principal.js';
import { ContractSteps } from '../contracts/conducted/contract.steps.js';
import { moneyOf } from './contract-money.js';
import { toParties } from './paid-contract.js';
/** What becomes of the instalments of a contract with its acceptance and with its end. Nobody moves them one by one. */
let PaymentsFollow = class PaymentsFollow {
    steps;
    constructor(steps) {
        this.steps = steps;
    }
    onModuleInit() {
        this.steps.contribute({
            after: async (tx, contract, action) => {
                if (action === 'close_unperformed')
                    await this.move(tx, contract, LAPSING);
                if (action === 'conclude_acceptance')
                    await this.restore(tx, contract);
            },
        });
    }
    /** What was given up with the contract's end, where more of it was accepted than is left to be asked for. */
    async restore(tx, contract) {
        const { facts, payments, whole, paidBefore } = await moneyOf(tx.manager, contract);
        if (facts.state !== 'accepted' && facts.state !== 'part_accepted')
            return;
        const standing = payments.filter(({ dropped, state }) => !dropped && state !== 'cancelled');
        const askable = standing.reduce((sum, { claimed, amount }) => sum + BigInt(claimed ?? amount), paidBefore);
        if (askable < whole)
            await this.move(tx, contract, RESTORING);
    }
    async move(tx, id, { action, from, to }) {
        const [contract] = await tx.query(`SELECT * FROM contract WHERE id = $1`, [id]);
        const rows = await tx.query(`UPDATE payment p SET state = $2, claimed = CASE WHEN $2 <> 'scheduled' THEN claimed END, version = p.version + 1, updated_at = clock_timestamp()
       FROM (SELECT id, state FROM payment WHERE contract_id = $1 AND NOT dropped AND state = ANY ($3::text[])
             ORDER BY no FOR NO KEY UPDATE) o
       WHERE p.id = o.id RETURNING p.id, o.state AS was`, [id, to, from]);
        const { actor } = tx;
        tx.actor = SYSTEM;
        const changes = rows.map((row) => ({
            ...toParties(contract),
            aggregate: 'payment',
            id: row.id,
            action,
            from: row.was,
            to,
            data: { contract: id },
        }));
        await tx.recordAll(changes).finally(() => {
            tx.actor = actor;
        });
    }
};
PaymentsFollow = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [ContractSteps])
], PaymentsFollow);
export { PaymentsFollow };
const RESTORING = { action: 'restore', from: ['cancelled'], to: 'scheduled' };
/** Civil Code article 566: what was not performed is not paid for. */
const LAPSING = {
    action: 'lapse',
    from: ['scheduled', 'due', 'approved', 'failed', 'reversed'],
    to: 'cancelled',
};
//# sourceMappingURL=payments.follow.js.map