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
import { heldIn } from '../../../platform/access/held.js';
import { todayInShanghai } from '../../../platform/clock/moment.js';
import { LifecycleRegistry } from '../../../platform/lifecycle/registry.js';
import { contractLifecycle } from '../contract.lifecycle.js';
import { changeOfContract } from './conducted-contract.js';
import { ContractSteps } from './contract.steps.js';
import { inForceOf, sayAllOfContract, sayOfContract } from './contract-facts.js';
/** What rounds of acceptance mean for their contract. */
let ContractAcceptance = class ContractAcceptance {
    registry;
    steps;
    constructor(registry, steps) {
        this.registry = registry;
        this.steps = steps;
    }
    async open(tx, contract) {
        await this.registry.enter(tx, contractLifecycle, contract, 'open_acceptance', {}, held(tx, contract));
    }
    /** Says it as a fact of the contract; answers its id. */
    async say(tx, contract, said) {
        const [id] = await sayAllOfContract(tx, contract, [{ kind: 'acceptance', data: said }]);
        return id ?? '';
    }
    /** The round is concluded: the contract stands where its result leaves it. */
    async conclude(tx, contract, round) {
        const { to } = round;
        if (to === null)
            return;
        await this.registry.enter(tx, contractLifecycle, contract, 'conclude_acceptance', {}, held(tx, contract));
        const today = todayInShanghai(await tx.now());
        await tx.query(`UPDATE contract SET state = $2, version = version + 1, updated_at = clock_timestamp(),
         accepted_amount = $3, rectify_due_on = coalesce($4, rectify_due_on),
         delivered_on = CASE WHEN $2 = 'active' THEN NULL ELSE delivered_on END,
         terminated_on = CASE WHEN $2 = 'terminated' THEN $5 ELSE terminated_on END,
         end_ground = CASE WHEN $2 = 'terminated' THEN $6 ELSE end_ground END WHERE id = $1`, [contract.id, to, round.amount?.toString() ?? null, round.newDueOn, today, round.ground]);
        if (to === 'terminated')
            await sayOfContract(tx, contract, 'termination', { on: today, ...(round.reason && { reason: round.reason }) });
        await tx.record({
            ...changeOfContract(contract),
            action: 'conclude_acceptance',
            from: contract.state,
            to,
            reason: round.reason,
            data: {
                acceptance: round.acceptance,
                ...(round.newDueOn && { newDueOn: round.newDueOn }),
                ...(round.ground && { ground: round.ground }),
            },
        });
        await this.steps.after(tx, contract.id, 'conclude_acceptance');
    }
    /** The public is told: the fact that said it stands published from now on. */
    async publish(tx, contract, round) {
        const publishedOn = todayInShanghai(await tx.now());
        const before = await inForceOf(tx, contract, 'acceptance', round.fact);
        await sayAllOfContract(tx, contract, [
            {
                kind: 'acceptance',
                data: { ...round.said, publishedOn },
                source: { kind: 'notice', url: round.url, publishedOn, reference: null },
                instead: before === null ? null : { of: before, reason: '公布验收结果' },
            },
        ]);
        await tx.query(`UPDATE contract SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
            contract.id,
        ]);
        await tx.record({
            ...changeOfContract(contract),
            action: 'acceptance_published',
            data: { acceptance: round.acceptance },
        });
    }
};
ContractAcceptance = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry,
        ContractSteps])
], ContractAcceptance);
export { ContractAcceptance };
/** By a seat in the buyer: it accepts, and nobody for it from elsewhere. */
const held = ({ principal }, contract) => heldIn(principal, [contract.buyer_id]);
//# sourceMappingURL=contract-acceptance.js.map