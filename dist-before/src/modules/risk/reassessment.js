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
import { Assessor } from './assessor.service.js';
/** Full passes: asked for by an administrator, or made by the command line. */
let Reassessment = class Reassessment {
    transactions;
    assessor;
    constructor(transactions, assessor) {
        this.transactions = transactions;
        this.assessor = assessor;
    }
    /** Asks for a pass; the worker makes it. Answers its id. */
    request(principal, dataset) {
        return this.create(principal, dataset, 'requested');
    }
    /** Makes a pass that was asked for; one that broke off is made anew, one that is finished is left alone. */
    async perform(id) {
        const run = await this.begin(id);
        if (run === null)
            return;
        const passed = await this.assessor.all(run.dataset, id);
        await this.finish(id, run.dataset, passed);
    }
    /** A pass at once, in this process. A second one over the same facts changes nothing. */
    async reassessAll(options = {}) {
        const dataset = options.dataset ?? null;
        const run = await this.create(SYSTEM, dataset, 'running');
        const passed = await this.assessor.all(dataset, run);
        await this.finish(run, dataset, passed);
        return { run, ...passed };
    }
    /** Only what is `requested` is work for a job. */
    create(principal, dataset, state) {
        return this.transactions.run(principal, async (tx) => {
            const [row] = await tx.query(`INSERT INTO risk_run (dataset, state, requested_by, requested_at) VALUES ($1, $2, $3, $4) RETURNING id`, [dataset, state, principal.kind === 'user' ? principal.id : null, await tx.now()]);
            const { id } = row;
            const action = state === 'requested' ? 'requested' : 'started';
            await tx.record({ aggregate: 'risk_run', id, action, to: state, data: { dataset }, dataset });
            return id;
        });
    }
    async begin(id) {
        const [row] = await this.transactions.run(SYSTEM, (tx) => tx.query(`UPDATE risk_run SET state = 'running' WHERE id = $1 AND state <> 'finished' RETURNING dataset`, [id]));
        return row ?? null;
    }
    async finish(id, dataset, passed) {
        await this.transactions.run(SYSTEM, async (tx) => {
            await tx.query(`UPDATE risk_run SET state = 'finished', finished_at = $2, subjects = $3, changed = $4 WHERE id = $1`, [id, await tx.now(), passed.subjects, passed.changed]);
            await tx.record({
                aggregate: 'risk_run',
                id,
                action: 'finished',
                from: 'running',
                to: 'finished',
                data: { dataset, ...passed },
                dataset,
            });
        });
    }
};
Reassessment = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        Assessor])
], Reassessment);
export { Reassessment };
//# sourceMappingURL=reassessment.js.map