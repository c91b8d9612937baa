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
import { PUBLIC } from '../../platform/access/principal.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { SignInThrottle } from '../accounts/sign-in.throttle.js';
import { readAnswers } from './answers.rules.js';
import { LineOutlooks } from './line-outlooks.js';
import { SurveyCodes } from './survey-codes.js';
import { numbered } from './surveys.queries.js';
/**
 * What recipients say, with nothing but a code. A code that is wrong, ended, or of a survey that takes no answers is
 * unknown, whichever it is. Attempts are counted before the code is looked at, by address and over all addresses; a right
 * one takes its count back.
 */
let SurveyAnswersService = class SurveyAnswersService {
    transactions;
    throttle;
    codes;
    outlooks;
    constructor(transactions, throttle, codes, outlooks) {
        this.transactions = transactions;
        this.throttle = throttle;
        this.codes = codes;
        this.outlooks = outlooks;
    }
    async questions(code, address) {
        const asked = await this.withCode(code, address, (_, survey) => Promise.resolve(survey));
        return {
            title: asked.title,
            closesOn: asked.closes_on,
            questions: numbered(asked.questions),
            lines: await this.outlooks.of(asked.contract_id),
        };
    }
    /** Stores the answers, once. Nothing that is stored says which slip they came from, nor when. */
    answer(code, given, address) {
        return this.withCode(code, address, async (tx, survey) => {
            const { answers, faults } = readAnswers(survey.questions, given);
            if (faults.length > 0)
                throw new Problem('validation_failed', { errors: faults });
            // By its code: while this waited for the survey, the slip may have been used, or given another code.
            const used = await tx.query(`UPDATE survey_slip SET used = true WHERE survey_id = $1 AND no = $2 AND code = ANY ($3::bytea[]) AND NOT used
         RETURNING no`, [survey.id, survey.no, this.codes.read(code)]);
            if (used.length === 0) {
                const again = await this.find(tx, code, '');
                throw new Problem(again === null ? 'code_unknown' : 'code_used');
            }
            await tx.query(`INSERT INTO survey_answer (survey_id, stratum, answers) VALUES ($1, $2, $3)`, [
                survey.id,
                survey.stratum,
                JSON.stringify(answers),
            ]);
        });
    }
    /** Whoever knew a code has not guessed, whatever comes of it then. */
    async withCode(code, address, work) {
        const attempt = await this.throttle.enterByCode('survey code', address);
        const known = await this.transactions.run(PUBLIC, async (tx) => {
            const asked = await this.find(tx, code, '');
            if (asked !== null)
                await this.throttle.forgive(tx, attempt);
            return asked !== null;
        });
        if (!known)
            throw new Problem('code_unknown');
        return this.transactions.run(PUBLIC, async (tx) => {
            // Shared: answers do not wait for one another, the end of the survey waits for those that are being stored.
            const asked = await this.find(tx, code, 'FOR SHARE OF r');
            if (asked === null)
                throw new Problem('code_unknown');
            if (asked.used)
                throw new Problem('code_used');
            return work(tx, asked);
        });
    }
    async find(tx, code, lock) {
        const [asked] = await tx.query(`SELECT r.id, r.contract_id, r.title, r.questions, r.closes_on::text AS closes_on, s.no, s.stratum, s.used
       FROM survey_slip s JOIN survey r ON r.id = s.survey_id
       WHERE s.code = ANY ($1::bytea[]) AND r.state = 'open'
         AND business_today() BETWEEN r.opens_on AND r.closes_on ${lock}`, [this.codes.read(code)]);
        return asked ?? null;
    }
};
SurveyAnswersService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        SignInThrottle,
        SurveyCodes,
        LineOutlooks])
], SurveyAnswersService);
export { SurveyAnswersService };
//# sourceMappingURL=survey-answers.service.js.map