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
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { slipsAsPdf } from './slips.pdf.js';
import { SurveyCodes } from './survey-codes.js';
import { SurveyRunners } from './survey-runners.js';
import { changeOfSurvey, lockSurvey } from './surveys.service.js';
/** The slips on which recipients find their codes. */
let SlipsService = class SlipsService {
    transactions;
    codes;
    runners;
    constructor(transactions, codes, runners) {
        this.transactions = transactions;
        this.codes = codes;
        this.runners = runners;
    }
    /** Gives every slip that has none its code, and answers the pages; the codes are shown here and never again. */
    async print(principal, id, version, page) {
        return slipsAsPdf(await this.transactions.run(principal, (tx) => this.sheet(tx, id, version, page)));
    }
    /** Codes are in the hands of who may still ask: not of an evaluator that was replaced, nor of one of its people who is tied. */
    async mustAsk(tx, { contract_id, runner_id }) {
        const [contract] = await tx.query(`SELECT id, buyer_id, supplier_id FROM contract WHERE id = $1`, [contract_id]);
        if (contract && !(await this.runners.of(tx, contract)).includes(runner_id))
            throw new Problem('evaluator_tied');
    }
    async sheet(tx, id, version, page) {
        const survey = await lockSurvey(tx, id, version);
        if (survey.state !== 'open')
            throw new Problem('wrong_state', { facts: { state: survey.state, action: 'print' } });
        await this.mustAsk(tx, survey);
        const blank = await tx.query(`SELECT s.no, m.name AS community FROM survey_slip s
       JOIN survey_stratum t ON t.survey_id = s.survey_id AND t.no = s.stratum
       LEFT JOIN community m ON m.id = t.community_id
       WHERE s.survey_id = $1 AND s.code IS NULL ORDER BY s.no`, [id]);
        if (blank.length === 0)
            throw new Problem('slips_printed');
        const made = blank.map((slip) => ({ ...slip, ...this.codes.make() }));
        await tx.query(`UPDATE survey_slip s SET code = g.code FROM unnest($2::int[], $3::bytea[]) AS g(no, code)
       WHERE s.survey_id = $1 AND s.no = g.no`, [id, made.map((slip) => slip.no), made.map((slip) => slip.hmac)]);
        await tx.query(`UPDATE survey SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
        const data = { slips: made.length };
        await tx.record({ ...(await changeOfSurvey(tx, survey)), action: 'slips_printed', data });
        const [runner] = await tx.query(`SELECT name FROM organisation WHERE id = $1`, [
            survey.runner_id,
        ]);
        return {
            title: survey.title,
            runner: runner?.name ?? '',
            closesOn: survey.closes_on,
            page,
            madeAt: await tx.now(),
            slips: made.map(({ no, community, code }) => ({ no, community, code })),
        };
    }
};
SlipsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        SurveyCodes,
        SurveyRunners])
], SlipsService);
export { SlipsService };
//# sourceMappingURL=slips.service.js.map