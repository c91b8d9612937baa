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
import { Transactions } from '../../platform/database/transactions.js';
import { JobRegistry } from '../../platform/queue/job-registry.js';
import { ContractSteps } from '../contracts/conducted/contract.steps.js';
import { contractOf } from '../implementation/milestones.keeper.js';
import { toItsParties } from '../implementation/served-contract.js';
import { standingOf } from './continuity.sql.js';
import { lapsePlans } from './plans.job.js';
/** Keeps plans as the days pass. */
let PlansKeeper = class PlansKeeper {
    steps;
    jobs;
    transactions;
    constructor(steps, jobs, transactions) {
        this.steps = steps;
        this.jobs = jobs;
        this.transactions = transactions;
    }
    onModuleInit() {
        this.steps.contribute({ before: (tx, contract) => this.strike(tx, contract) });
        this.jobs.handle(lapsePlans, () => this.sweep());
    }
    /** Writes down that the plan of a locked contract has lapsed, if it has. Its version stays: nobody has changed it. */
    async strike(tx, contract) {
        const lapsed = await tx.query(`SELECT p.id, p.state FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
       WHERE p.contract_id = $1 AND p.state IN ('proposed', 'agreed') AND ${standingOf('p', 'c')} = 'lapsed'
       FOR NO KEY UPDATE OF p`, [contract.id]);
        if (lapsed.length === 0)
            return;
        await tx.query(`UPDATE continuity_plan SET state = 'lapsed', since = $2, updated_at = clock_timestamp() WHERE id = ANY ($1::uuid[])`, [lapsed.map(({ id }) => id), await tx.now()]);
        const { actor } = tx;
        tx.actor = SYSTEM;
        const rows = lapsed.map(({ id, state }) => ({
            ...toItsParties(contract),
            aggregate: 'continuity_plan',
            id,
            action: 'lapse',
            from: state,
            to: 'lapsed',
            data: { contract: contract.id },
        }));
        await tx.recordAll(rows).finally(() => {
            tx.actor = actor;
        });
    }
    async sweep() {
        const due = await this.transactions.reader.query(`SELECT c.id FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
       WHERE p.state IN ('proposed', 'agreed') AND ${standingOf('p', 'c')} = 'lapsed' ORDER BY c.id`);
        for (const { id } of due)
            await this.transactions.run(SYSTEM, async (tx) => this.strike(tx, await contractOf(tx, id)));
    }
};
PlansKeeper = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [ContractSteps,
        JobRegistry,
        Transactions])
], PlansKeeper);
export { PlansKeeper };
//# sourceMappingURL=plans.keeper.js.map