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
import { lookAhead } from './outlook.job.js';
import { ProgressQueries, RUNNING } from './progress.queries.js';
const AT_ONCE = 100;
/** Which running contracts are expected to miss a target: told once a day, for the tasks of their two parties. */
let OutlookService = class OutlookService {
    jobs;
    transactions;
    progress;
    constructor(jobs, transactions, progress) {
        this.jobs = jobs;
        this.transactions = transactions;
        this.progress = progress;
    }
    onModuleInit() {
        this.jobs.handle(lookAhead, () => this.sweep());
    }
    async sweep() {
        while ((await this.some()) === AT_ONCE)
            ;
    }
    /** How many it looked at. */
    async some() {
        const { reader } = this.transactions;
        const due = await reader.query(`SELECT ${RUNNING}, business_today()::text AS today FROM contract c LEFT JOIN contract_outlook o ON o.contract_id = c.id
       WHERE c.conducted = 'here' AND c.state = 'active' AND (o.as_of IS NULL OR o.as_of < business_today())
       ORDER BY c.id LIMIT ${AT_ONCE}`);
        const told = [];
        for (const contract of due) {
            const { indicators } = await this.progress.progressOf(reader, contract, contract.today);
            const missed = indicators.flatMap(({ no, target, forecast, state }) => state === 'misses' ? [{ no, target, expected: forecast?.expected, high: forecast?.high }] : []);
            told.push({ id: contract.id, today: contract.today, missed });
        }
        if (told.length > 0)
            await this.transactions.run(SYSTEM, (tx) => tx.query(`INSERT INTO contract_outlook AS o (contract_id, as_of, missing_since, missed)
           SELECT id, today, CASE WHEN missed <> '[]' THEN business_now() END, missed
           FROM jsonb_to_recordset($1::jsonb) AS t (id uuid, today date, missed jsonb)
           ON CONFLICT (contract_id) DO UPDATE SET as_of = excluded.as_of, missed = excluded.missed,
             missing_since = CASE WHEN excluded.missing_since IS NULL THEN NULL ELSE coalesce(o.missing_since, excluded.missing_since) END
           WHERE o.as_of < excluded.as_of`, [JSON.stringify(told)]));
        return due.length;
    }
};
OutlookService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [JobRegistry,
        Transactions,
        ProgressQueries])
], OutlookService);
export { OutlookService };
//# sourceMappingURL=outlook.service.js.map