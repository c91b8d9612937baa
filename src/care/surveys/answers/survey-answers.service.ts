import { Injectable } from '@nestjs/common';
import { PUBLIC } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { SignInThrottle } from '../../../people/accounts/sessions/sign-in/sign-in-throttle.js';
import { readAnswers, type GivenAnswer } from '../answers.rules.js';
import { LineOutlooks } from '../line-outlooks.js';
import { ResidentRatings, type GivenRating } from '../resident-ratings.js';
import type { SurveyQuestionsDto } from './survey-answer.dto.js';
import { SurveyCodes } from './survey-codes.js';
import type { Question } from '../survey-types.js';
import { numberQuestions } from '../surveys.queries.js';

interface Asked {
  id: string;
  contract_id: string;
  title: string;
  questions: Question[];
  closes_on: string;
  no: number;
  stratum: number;
  used: boolean;
}

/**
 * What recipients say, with nothing but a code. A code that is wrong, ended, or of a survey that takes no answers is
 * unknown, whichever it is. Attempts are counted before the code is looked at, by address and over all addresses; a right
 * one takes its count back.
 */
@Injectable()
export class SurveyAnswersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly throttle: SignInThrottle,
    private readonly codes: SurveyCodes,
    private readonly outlooks: LineOutlooks,
    private readonly ratings: ResidentRatings,
  ) {}

  async questions(code: string, address: string): Promise<SurveyQuestionsDto> {
    const { asked, ratings } = await this.withCode(code, address, async (tx, survey) => ({
      asked: survey,
      ratings: await this.ratings.listOfferedRatings(tx, survey.contract_id),
    }));
    return {
      title: asked.title,
      closesOn: asked.closes_on,
      questions: numberQuestions(asked.questions),
      ratings,
      lines: await this.outlooks.loadOutlooks(asked.contract_id),
    };
  }

  /**
   * Stores the answers, once, and what was said of buyer and agent with them. Nothing that is stored says which slip they
   * came from, nor when.
   */
  answer(code: string, given: readonly GivenAnswer[], rated: readonly GivenRating[], address: string): Promise<void> {
    return this.withCode(code, address, async (tx, survey) => {
      const { answers, faults } = readAnswers(survey.questions, given);
      if (faults.length > 0) throw new Problem('validation_failed', { errors: faults });
      // By its code: while this waited for the survey, the slip may have been used, or given another code.
      const used = await tx.query(
        `UPDATE survey_slip SET used = true WHERE survey_id = $1 AND no = $2 AND code = ANY ($3::bytea[]) AND NOT used
         RETURNING no`,
        [survey.id, survey.no, this.codes.read(code)],
      );
      if (used.length === 0) {
        const again = await this.find(tx, code, '');
        throw new Problem(again === null ? 'code_unknown' : 'code_used');
      }
      await tx.query(`INSERT INTO survey_answer (survey_id, stratum, answers) VALUES ($1, $2, $3)`, [
        survey.id,
        survey.stratum,
        JSON.stringify(answers),
      ]);
      await this.ratings.give(tx, survey.contract_id, rated);
    });
  }

  /** Whoever knew a code has not guessed, whatever comes of it then. */
  private async withCode<T>(code: string, address: string, work: (tx: Tx, asked: Asked) => Promise<T>): Promise<T> {
    const attempt = await this.throttle.enterByCode('survey code', address);
    const known = await this.transactions.run(PUBLIC, async (tx) => {
      const asked = await this.find(tx, code, '');
      if (asked !== null) await this.throttle.forgive(tx, attempt);
      return asked !== null;
    });
    if (!known) throw new Problem('code_unknown');
    return this.transactions.run(PUBLIC, async (tx) => {
      // Shared: answers do not wait for one another, the end of the survey waits for those that are being stored.
      const asked = await this.find(tx, code, 'FOR SHARE OF r');
      if (asked === null) throw new Problem('code_unknown');
      if (asked.used) throw new Problem('code_used');
      return work(tx, asked);
    });
  }

  private async find(tx: Tx, code: string, lock: '' | 'FOR SHARE OF r'): Promise<Asked | null> {
    const [asked] = await tx.query<Asked>(
      `SELECT r.id, r.contract_id, r.title, r.questions, r.closes_on::text AS closes_on, s.no, s.stratum, s.used
       FROM survey_slip s JOIN survey r ON r.id = s.survey_id
       WHERE s.code = ANY ($1::bytea[]) AND r.state = 'open'
         AND business_today() BETWEEN r.opens_on AND r.closes_on ${lock}`,
      [this.codes.read(code)],
    );
    return asked ?? null;
  }
}
