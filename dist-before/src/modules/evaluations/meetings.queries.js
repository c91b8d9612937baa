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
import { heldIn } from '../../platform/access/held.js';
import { isMine, isSupervised } from '../../platform/access/visible.js';
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { meetingLifecycle, resolutionLifecycle } from './meeting.lifecycle.js';
const COLUMNS = `r.*, business_today()::text AS today,
  ARRAY(SELECT i.organisation_id FROM meeting_invited i WHERE i.meeting_id = r.id ORDER BY 1) AS invited,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'no', s.no, 'text', s.words, 'owner', s.owner_id,
     'dueOn', s.due_on::text, 'state', s.state) ORDER BY s.no), '[]')
   FROM meeting_resolution s WHERE s.meeting_id = r.id) AS resolutions`;
/** Who called it, who was invited, and who watches over its place. */
export function visibleMeeting(sql, scope) {
    if (scope.everything)
        return sql;
    return sql.and(`${isMine(sql, scope, 'r.caller_id')} OR ${isSupervised(sql, scope, 'r.region')}
    OR EXISTS (SELECT FROM meeting_invited i WHERE i.meeting_id = r.id AND ${isMine(sql, scope, 'i.organisation_id')})`);
}
/** A body runs what it called; what it is to do it settles itself. */
export function keptMeeting(sql, scope) {
    if (scope.everything)
        return sql;
    return sql.and(`${isMine(sql, scope, 'r.caller_id')}
    OR EXISTS (SELECT FROM meeting_resolution s WHERE s.meeting_id = r.id AND ${isMine(sql, scope, 's.owner_id')})`);
}
const viewFor = (scope) => (row) => ({
    id: row.id,
    version: row.version,
    dataset: row.dataset,
    caller: row.caller_id,
    kind: row.kind,
    subject: { type: row.subject_type, id: row.subject_id },
    title: row.title,
    place: row.place,
    heldAt: row.held_at.toISOString(),
    invited: row.invited,
    state: row.state,
    attended: row.attended,
    minutes: row.minutes,
    resolutions: row.resolutions.map((resolution) => ({
        ...resolution,
        overdue: resolution.state === 'open' && resolution.dueOn < row.today,
        allowedActions: allowedActions(resolutionLifecycle, resolution.state, {
            permissions: heldIn(scope, [row.caller_id, resolution.owner]),
        }),
    })),
    minutedAt: row.minuted_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    allowedActions: allowedActions(meetingLifecycle, row.state, { permissions: heldIn(scope, [row.caller_id]) }),
});
let MeetingsQueries = class MeetingsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(scope, query, url) {
        const sql = visibleMeeting(new Sql(), scope);
        sql.when(query.subject, (p) => `r.subject_type || ':' || r.subject_id = lower(${p})`);
        sql.when(query.state, (p) => `r.state = ${p}`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${page.select} FROM meeting r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, viewFor(scope));
    }
    async one(scope, id) {
        const sql = new Sql();
        visibleMeeting(sql.and(`r.id = ${sql.p(id)}`), scope);
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS} FROM meeting r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return viewFor(scope)(row);
    }
};
MeetingsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], MeetingsQueries);
export { MeetingsQueries };
//# sourceMappingURL=meetings.queries.js.map