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
import { JobQueues } from '../../platform/queue/job-queues.js';
import { parseSubject } from '../../platform/queue/job.js';
import { markSubjects } from '../../platform/queue/subject-ledger.js';
import { SUBJECT_TYPES } from './assessment.types.js';
import { isSubjectType, isTouching, subjectsAfter, touchedBy } from './expansion.queries.js';
import { refName } from './loading/load.js';
import { RiskEngine } from './risk.engine.js';
import { assessSubject } from './risk.jobs.js';
/** Subjects of one transaction: each holds a lock, and a longer one would make changes wait. */
const AT_ONCE = 200;
const READ_DUE = `
  SELECT subject_type AS type, subject_id AS id FROM risk_subject
  WHERE due_on <= business_today() ORDER BY due_on, subject_type, subject_id LIMIT $1`;
/** What is to be assessed, and when: after a change, by the calendar, or all of it. */
let Assessor = class Assessor {
    transactions;
    engine;
    queues;
    constructor(transactions, engine, queues) {
        this.transactions = transactions;
        this.engine = engine;
        this.queues = queues;
    }
    /** A root changed. Too many subjects for one transaction become a job each, owed from this transaction on. */
    async touched(tx, root) {
        const { type, id } = parseSubject(root);
        if (!isTouching(type))
            throw new Error(`${type} touches nothing`);
        const subjects = await touchedBy(tx, type, id);
        await this.engine.assess(tx, subjects.slice(0, AT_ONCE));
        const owed = subjects.slice(AT_ONCE).map((s) => ({ job: assessSubject.name, subject: refName(s) }));
        if (owed.length === 0)
            return;
        await markSubjects(tx, owed);
        tx.afterCommit(() => void this.queues.enqueueOwed(owed).catch(() => undefined)); // else the sweep of owed subjects finds them
    }
    async one(tx, subject) {
        const { type, id } = parseSubject(subject);
        if (!isSubjectType(type))
            throw new Error(`${type} is no subject`);
        await this.engine.assess(tx, [{ type, id }]);
    }
    /** Everything due as of business time. A second sweep finds nothing left. */
    async due() {
        return this.inBatches(async () => this.transactions.reader.query(READ_DUE, [AT_ONCE]), null);
    }
    /** Everything there is, or one dataset of it. */
    async all(dataset, run = null) {
        const total = { subjects: 0, changed: 0 };
        for (const type of SUBJECT_TYPES) {
            let after = null;
            const next = async () => {
                const page = await subjectsAfter(this.reader, type, dataset, after, AT_ONCE);
                after = page.at(-1)?.id ?? null;
                return page;
            };
            const passed = await this.inBatches(next, run);
            total.subjects += passed.subjects;
            total.changed += passed.changed;
        }
        return total;
    }
    async inBatches(next, run) {
        const total = { subjects: 0, changed: 0 };
        for (let page = await next(); page.length > 0; page = await next()) {
            const passed = await this.transactions.run(SYSTEM, (tx) => this.engine.assess(tx, page, run));
            total.subjects += passed.subjects;
            total.changed += passed.changed;
            if (page.length < AT_ONCE)
                break;
        }
        return total;
    }
    get reader() {
        const { reader } = this.transactions;
        return { query: (sql, params) => reader.query(sql, params) };
    }
};
Assessor = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        RiskEngine,
        JobQueues])
], Assessor);
export { Assessor };
//# sourceMappingURL=assessor.service.js.map