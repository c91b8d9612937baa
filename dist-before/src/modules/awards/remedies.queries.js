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
import { WorkingCalendars } from '../../platform/calendar/calendar.store.js';
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { challengeLifecycle } from './challenge.lifecycle.js';
import { complaintLifecycle } from './complaint.lifecycle.js';
import { concerned } from './remedy-root.js';
import { basisOfScope, challengeDeadlines, isOpenChallenge, deadline, decisionDue, } from './remedy.rules.js';
const day = (column) => `(${column} AT TIME ZONE 'Asia/Shanghai')::date::text`;
const COMMON = `r.id, r.version, r.dataset, r.tender_id AS tender, l.no AS lot, r.state, r.received_at AS "receivedAt", r.grounds,
  r.requests, r.result, r.remedied_at AS "remediedAt", r.buyer_id AS buyer, r.agent_id AS agent,
  ${day('r.received_at')} AS received_on, business_today()::text AS today`;
const SELECT = {
    challenge: `${COMMON}, r.challenger_id AS challenger, r.stage, r.known_on::text AS "knownOn", r.scope, r.last_day::text AS "lastDay",
    ${isOpenChallenge('r')} AS blocks, r.no_effect_reason AS "noEffectReason",
    r.affects_result AS "affectsResult", r.answered_at AS "answeredAt", r.answer, ${day('r.answered_at')} AS done_on`,
    complaint: `${COMMON}, r.complainant_id AS complainant, r.challenge_id AS challenge, r.correction_asked_on::text AS "correctionAskedOn",
    r.corrected_on::text AS "correctedOn", r.appraisals, r.refusal_ground AS "refusalGround", r.effect, r.decided_at AS "decidedAt",
    r.decision, r.reference, ${day('r.decided_at')} AS done_on`,
};
const isoOrNull = (at) => at?.toISOString() ?? null;
/** Challenges and complaints, for who files them, who is to answer and who watches over both. */
let RemediesQueries = class RemediesQueries {
    transactions;
    calendars;
    constructor(transactions, calendars) {
        this.transactions = transactions;
        this.calendars = calendars;
    }
    async challenges(scope, query, url) {
        const calendar = await this.calendars.current();
        const { rows, page } = await this.page(scope, 'challenge', query);
        return page.list(rows, url, (row) => challengeView(row, scope, calendar));
    }
    async challenge(scope, id) {
        return challengeView(await this.row(scope, 'challenge', id), scope, await this.calendars.current());
    }
    async complaints(scope, query, url) {
        const calendar = await this.calendars.current();
        const { rows, page } = await this.page(scope, 'complaint', query);
        return page.list(rows, url, (row) => complaintView(row, scope, calendar));
    }
    async complaint(scope, id) {
        return complaintView(await this.row(scope, 'complaint', id), scope, await this.calendars.current());
    }
    async page(scope, table, query) {
        const sql = new Sql();
        sql.and(concerned(sql, scope, table));
        sql.when(query.tender, (p) => `r.tender_id = ${p}`);
        sql.when(query.state, (p) => `r.state = ${p}`);
        const page = keyset(query, CREATION, 'DESC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${SELECT[table]}, ${page.select} FROM ${table} r LEFT JOIN lot l ON l.id = r.lot_id WHERE ${sql.where} ${page.order}`, sql.params);
        return { rows, page };
    }
    async row(scope, table, id) {
        const sql = new Sql();
        sql.and(`r.id = ${sql.p(id)}`).and(concerned(sql, scope, table));
        const [row] = await this.transactions.reader.query(`SELECT ${SELECT[table]} FROM ${table} r LEFT JOIN lot l ON l.id = r.lot_id WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return row;
    }
};
RemediesQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        WorkingCalendars])
], RemediesQueries);
export { RemediesQueries };
function actionsFor(lifecycle, row, filer, { organisations, permissions }) {
    const sits = (body) => body !== null && organisations.includes(body);
    const parts = {
        'challenge.file': sits(filer),
        'complaint.file': sits(filer),
        'challenge.answer': sits(row.buyer) || sits(row.agent),
        'tender.manage': sits(row.buyer),
    };
    const mine = [...permissions].filter((permission) => parts[permission] ?? true);
    return allowedActions(lifecycle, row.state, { permissions: new Set(mine) });
}
function challengeView(row, scope, calendar) {
    const { buyer, agent, received_on: received, done_on: answered, today, ...rest } = row;
    const { page_key: _, ...shown } = rest;
    return {
        ...shown,
        receivedAt: row.receivedAt.toISOString(),
        remediedAt: isoOrNull(row.remediedAt),
        answeredAt: isoOrNull(row.answeredAt),
        basis: basisOfScope(row.scope, received),
        deadlines: row.state === 'withdrawn'
            ? []
            : challengeDeadlines({ received, answered, lastDay: row.lastDay }, today, calendar),
        allowedActions: actionsFor(challengeLifecycle, { state: row.state, buyer, agent }, row.challenger, scope),
    };
}
function complaintView(row, scope, calendar) {
    const { buyer, agent, received_on: received, done_on: decided, today, ...rest } = row;
    const { page_key: _, ...shown } = rest;
    const correction = row.correctionAskedOn === null ? [] : [{ from: row.correctionAskedOn, to: row.correctedOn }];
    const pauses = [...correction, ...row.appraisals];
    const runs = !['refused', 'withdrawn'].includes(row.state);
    return {
        ...shown,
        receivedAt: row.receivedAt.toISOString(),
        remediedAt: isoOrNull(row.remediedAt),
        decidedAt: isoOrNull(row.decidedAt),
        deadlines: runs
            ? [
                deadline('COMPLAINT-DECIDE-30WD', 'complaint_decided', decisionDue(received, pauses, today, calendar), decided, today),
            ]
            : [],
        allowedActions: actionsFor(complaintLifecycle, { state: row.state, buyer, agent }, row.complainant, scope),
    };
}
//# sourceMappingURL=remedies.queries.js.map