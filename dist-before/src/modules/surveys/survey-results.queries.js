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
import { bodiesWith } from '../../platform/access/held.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { CATEGORIES } from '../rules/code-lists.js';
import { toldResponse, toldShares, toldStrata } from './results.rules.js';
import { LEAST_TOLD } from './suppression.rules.js';
import { asksOrWatches, isAskedAbout, IS_OVER } from './survey.visibility.js';
import { numbered } from './surveys.queries.js';
const PUBLIC_SERVICES = CATEGORIES.filter((category) => category.publicService === true).map(({ code }) => code);
/**
 * What a survey came to. Nobody sees any of it while answers are taken: whoever looked before and after one answer would
 * know it. Then the bodies concerned do, and everybody where the service is one for the public and its contract published.
 */
let SurveyResultsQueries = class SurveyResultsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async of(scope, id) {
        const { reader } = this.transactions;
        const sql = new Sql();
        sql.and(`r.id = ${sql.p(id)}`);
        const shown = `EXISTS (SELECT FROM contract c WHERE c.id = r.contract_id AND c.published
      AND c.category = ANY (${sql.p(PUBLIC_SERVICES)}::text[]))`;
        sql.and(`${asksOrWatches(sql, scope)} OR ${isAskedAbout(sql, scope)} OR (${IS_OVER} AND ${shown})`);
        const [row] = await reader.query(`SELECT r.id, r.contract_id, r.runner_id, r.purpose, r.title, r.questions, r.opens_on::text AS opens_on,
         r.closes_on::text AS closes_on, r.state, r.seed, ${IS_OVER} AS over FROM survey r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        if (!row.over)
            throw row.state === 'open' ? new Problem('survey_running') : new Problem('not_found');
        const strata = await reader.query(`SELECT t.community_id AS community, t.population, t.sampled,
         (SELECT coalesce(jsonb_agg(a.answers ORDER BY a.id), '[]') FROM survey_answer a
          WHERE a.survey_id = t.survey_id AND a.stratum = t.no) AS answers
       FROM survey_stratum t WHERE t.survey_id = $1 ORDER BY t.no`, [id]);
        const asks = bodiesWith(scope, 'survey.run').includes(row.runner_id);
        const sum = (of) => strata.reduce((total, stratum) => total + of(stratum), 0);
        return {
            survey: row.id,
            contract: row.contract_id,
            runner: row.runner_id,
            purpose: row.purpose,
            title: row.title,
            opensOn: row.opens_on,
            closesOn: row.closes_on,
            seed: row.seed,
            population: sum((s) => s.population),
            sampled: sum((s) => s.sampled),
            ...toldResponse(strata),
            strata: toldStrata(strata),
            questions: numbered(row.questions).map((question, at) => ({
                ...question,
                answers: question.kind === 'text' ? null : toldShares(strata, question, at),
                words: question.kind === 'text' && asks ? wordsOf(strata, at) : null,
            })),
        };
    }
};
SurveyResultsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], SurveyResultsQueries);
export { SurveyResultsQueries };
/** In an order that has nothing to do with who wrote them, nor where. */
function wordsOf(strata, at) {
    const words = strata.flatMap(({ answers }) => answers.flatMap((each) => (typeof each[at] === 'string' ? each[at] : [])));
    return words.length > 0 && words.length < LEAST_TOLD ? null : words.toSorted();
}
//# sourceMappingURL=survey-results.queries.js.map