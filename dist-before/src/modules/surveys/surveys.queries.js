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
import { bodiesWith, heldIn } from '../../platform/access/held.js';
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { numberOf } from '../implementation/recipient.rules.js';
import { surveyLifecycle } from './survey.lifecycle.js';
import { asksOrWatches, isAskedAbout, IS_OVER, visibleSurvey } from './survey.visibility.js';
const COLUMNS = `r.id, r.version, r.dataset, r.contract_id, r.runner_id, r.purpose, r.title, r.questions,
  r.opens_on::text AS opens_on, r.closes_on::text AS closes_on, r.state, r.seed, r.size, r.drawn_at, r.opened_at,
  r.closed_at, r.created_at, r.updated_at,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('community', t.community_id, 'population', t.population,
     'sampled', t.sampled) ORDER BY t.no), '[]') FROM survey_stratum t WHERE t.survey_id = r.id) AS strata,
  (SELECT jsonb_build_object('total', count(*), 'printed', count(s.code), 'answered', count(*) FILTER (WHERE s.used))
   FROM survey_slip s WHERE s.survey_id = r.id HAVING count(*) > 0) AS slips`;
export const numbered = (questions) => questions.map((question, i) => ({ no: i + 1, ...question }));
const viewFor = (scope) => (row) => ({
    id: row.id,
    version: row.version,
    dataset: row.dataset,
    contract: row.contract_id,
    runner: row.runner_id,
    purpose: row.purpose,
    title: row.title,
    questions: numbered(row.questions),
    opensOn: row.opens_on,
    closesOn: row.closes_on,
    state: row.state,
    seed: row.told ? row.seed : null,
    size: row.size,
    drawnAt: row.drawn_at?.toISOString() ?? null,
    strata: row.strata,
    slips: bodiesWith(scope, 'survey.run').includes(row.runner_id) ? row.slips : null,
    openedAt: row.opened_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    allowedActions: allowedActions(surveyLifecycle, row.state, { permissions: heldIn(scope, [row.runner_id]) }),
});
/** SQL: whom the seed draws is known to who asks and who watches, to the agency once nothing depends on it any more. */
const isTold = (sql, scope) => `(${asksOrWatches(sql, scope)} OR ${IS_OVER})`;
let SurveysQueries = class SurveysQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(scope, query, url) {
        const sql = visibleSurvey(scope)(new Sql());
        sql.when(query.contract, (p) => `r.contract_id = ${p}`);
        sql.when(query.state, (p) => `r.state = ${p}`);
        sql.when(query.dataset, (p) => `r.dataset = ${p}`);
        const told = isTold(sql, scope);
        const page = keyset(query, CREATION, 'DESC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${told} AS told, ${page.select} FROM survey r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, viewFor(scope));
    }
    async one(scope, id) {
        const sql = visibleSurvey(scope)(new Sql());
        sql.and(`r.id = ${sql.p(id)}`);
        const told = isTold(sql, scope);
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS}, ${told} AS told FROM survey r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return viewFor(scope)(row);
    }
    /** Everybody among whom was drawn, by number; never who answered. */
    async sample(scope, id, query, url) {
        const sql = new Sql();
        sql.and(`r.id = ${sql.p(id)}`);
        sql.and(`${asksOrWatches(sql, scope)} OR (${IS_OVER} AND ${isAskedAbout(sql, scope)})`);
        const { reader } = this.transactions;
        const seen = await reader.query(`SELECT FROM survey r WHERE ${sql.where}`, sql.params);
        if (seen.length === 0)
            throw new Problem('not_found');
        const rowsOf = new Sql();
        rowsOf.and(`f.survey_id = ${rowsOf.p(id)}`);
        if (query.drawn === 1)
            rowsOf.and('f.drawn');
        const order = [
            { column: 'f.stratum', type: 'integer' },
            { column: 'f.recipient_id', type: 'uuid' },
        ];
        const page = keyset(query, order, 'ASC', rowsOf);
        const rows = await reader.query(`SELECT f.recipient_id AS recipient, p.no, p.service_line_id AS "serviceLine", t.community_id AS community,
         f.drawn, ${page.select}
       FROM survey_frame f JOIN recipient p ON p.id = f.recipient_id
       JOIN survey_stratum t ON t.survey_id = f.survey_id AND t.no = f.stratum
       WHERE ${rowsOf.where} ${page.order}`, rowsOf.params);
        return page.list(rows, url, ({ page_key: _, no, recipient, ...row }) => ({
            recipient,
            number: numberOf(no),
            ...row,
        }));
    }
};
SurveysQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], SurveysQueries);
export { SurveysQueries };
//# sourceMappingURL=surveys.queries.js.map