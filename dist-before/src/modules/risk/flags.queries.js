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
import { scopeOf } from '../../platform/access/scope.js';
import { isWithin } from '../../platform/access/visible.js';
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { flagView } from './flag.view.js';
import { isOverseen, mustReadFlags, visibleFlag } from './flag.visibility.js';
import { labelOf } from './labels.sql.js';
const FIRST = 5;
const MOST_ASSESSMENTS = 100;
const RANK = `array_position(ARRAY['violation', 'risk', 'notice'], s.severity)`;
/** What belongs to each flag of a page, by one statement: rows of a page are not asked for one by one. */
const columns = (overseen, mine) => `
  r.id, r.version, r.indicator, r.severity, r.state, r.dataset, r.root_type, r.root_id, r.title, r.explanation, r.limitation,
  r.basis, r.region, r.programme_id, r.summary, r.assignee, r.due_on::text, r.opened_at, ${overseen} AS overseen,
  ${labelOf('r.root_type', 'r.root_id')} AS root_label, listed.count, listed.first, listed.assessments,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'action', e.action, 'from', e.from_state, 'to', e.to_state,
     'by', e.actor_id, 'organisation', e.organisation_id, 'reason', e.reason, 'data', e.data) ORDER BY e.id), '[]')
   FROM flag_event e WHERE e.flag_id = r.id) AS history,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('organisation', a.organisation_id, 'name', o.name, 'askedAt', a.asked_at,
     'dueOn', a.due_on, 'answeredAt', a.answered_at, 'mine', a.organisation_id = ANY (${mine}::uuid[])) ORDER BY a.asked_at, a.organisation_id), '[]')
   FROM flag_ask a JOIN organisation o ON o.id = a.organisation_id WHERE a.flag_id = r.id) AS asked`;
/** Subjects that trigger, or, where none does any more, those that did. A cause is no subject of its own, unless alone. */
const subjects = (overseen, mine) => `
  LEFT JOIN LATERAL (
    SELECT count(*)::integer AS count,
      coalesce(jsonb_agg(jsonb_build_object('type', s.subject_type, 'id', s.subject_id, 'label', ${labelOf('s.subject_type', 's.subject_id')}) ORDER BY s.n)
        FILTER (WHERE s.n <= ${FIRST}), '[]') AS first,
      coalesce(jsonb_agg(s.assessment_id ORDER BY s.n) FILTER (WHERE s.n <= ${MOST_ASSESSMENTS}), '[]') AS assessments
    FROM (
      SELECT s.*, row_number() OVER (ORDER BY ${RANK}, s.subject_type, s.subject_id) AS n FROM flag_subject s
      WHERE s.flag_id = r.id AND (${overseen} OR s.bodies && ${mine}::uuid[])
        AND s.active = EXISTS (SELECT FROM flag_subject x WHERE x.flag_id = r.id AND x.active)
        AND (s.subject_id <> r.root_id OR NOT EXISTS (SELECT FROM flag_subject x
          WHERE x.flag_id = r.id AND x.subject_id <> r.root_id AND x.active = s.active))
    ) s
  ) listed ON true`;
let FlagsQueries = class FlagsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(principal, query, url, lang) {
        const scope = scopeOf(principal);
        mustReadFlags(scope);
        const sql = filtered(visibleFlag(new Sql(), scope), query, principal);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.rows(sql, scope, page.select, page.order);
        return page.list(rows, url, (row) => flagView(row, principal, lang));
    }
    async one(principal, id, lang) {
        const scope = scopeOf(principal);
        mustReadFlags(scope);
        const sql = new Sql();
        visibleFlag(sql.and(`r.id = ${sql.p(id)}`), scope);
        const [row] = await this.rows(sql, scope, `NULL AS page_key`, '');
        if (!row)
            throw new Problem('not_found');
        return flagView(row, principal, lang);
    }
    rows(sql, scope, select, order) {
        const overseen = isOverseen(sql, scope, 'r.region');
        const mine = sql.p(scope.organisations);
        return this.transactions.reader.query(`SELECT ${columns(overseen, mine)}, ${select} FROM flag r ${subjects(overseen, mine)} WHERE ${sql.where} ${order}`, sql.params);
    }
};
FlagsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], FlagsQueries);
export { FlagsQueries };
function filtered(sql, query, principal) {
    sql.when(query.indicator, (p) => `r.indicator = ${p}`);
    sql.when(query.severity, (p) => `r.severity = ${p}`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    sql.when(query.programme, (p) => `r.programme_id = ${p}::uuid`);
    sql.when(query.dataset, (p) => `r.dataset = ${p}`);
    if (query.region !== undefined)
        sql.and(isWithin(sql, 'r.region', query.region));
    if (query.assignee === 'none')
        sql.and('r.assignee IS NULL');
    else if (query.assignee !== undefined)
        sql.and(`r.assignee = ${sql.p(query.assignee === 'me' ? (principal.kind === 'user' ? principal.id : null) : query.assignee)}::uuid`);
    return sql;
}
//# sourceMappingURL=flags.queries.js.map