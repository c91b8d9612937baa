import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { mustBeFree } from '../../../purchase/tenders/oversight/interest.js';
import { slipsAsPdf, type Slip, type SlipSheet } from './slips.pdf.js';
import { SurveyCodes } from './survey-codes.js';
import { SurveyRunners } from '../survey-runners.js';
import { changeOfSurvey, lockSurvey, type SurveyRoot } from '../surveys.service.js';

/** The slips on which recipients find their codes. */
@Injectable()
export class SlipsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly codes: SurveyCodes,
    private readonly runners: SurveyRunners,
  ) {}

  /** Gives every slip that has none its code, and answers the pages; the codes are shown here and never again. */
  async print(principal: Principal, id: string, version: number, page: string): Promise<Buffer> {
    return slipsAsPdf(await this.transactions.run(principal, (tx) => this.sheet(tx, id, version, page)));
  }

  /**
   * Codes are in the hands of who may still ask: not of an evaluator that was replaced, nor of one of its people who is tied,
   * nor of anybody who has a seat in the agency that is asked about.
   */
  private async mustAsk(tx: Tx, { contract_id, runner_id }: SurveyRoot): Promise<void> {
    const [contract] = await tx.query<{ id: string; buyer_id: string | null; supplier_id: string | null }>(
      `SELECT id, buyer_id, supplier_id FROM contract WHERE id = $1`,
      [contract_id],
    );
    await mustBeFree(tx, contract?.supplier_id ?? null);
    if (contract && !(await this.runners.of(tx, contract)).includes(runner_id)) throw new Problem('evaluator_tied');
  }

  private async sheet(tx: Tx, id: string, version: number, page: string): Promise<SlipSheet> {
    const survey = await lockSurvey(tx, id, version);
    if (survey.state !== 'open') throw new Problem('wrong_state', { facts: { state: survey.state, action: 'print' } });
    await this.mustAsk(tx, survey);
    const blank = await tx.query<{ no: number; community: string | null }>(
      `SELECT s.no, m.name AS community FROM survey_slip s
       JOIN survey_stratum t ON t.survey_id = s.survey_id AND t.no = s.stratum
       LEFT JOIN community m ON m.id = t.community_id
       WHERE s.survey_id = $1 AND s.code IS NULL ORDER BY s.no`,
      [id],
    );
    if (blank.length === 0) throw new Problem('slips_printed');
    const made = blank.map((slip) => ({ ...slip, ...this.codes.make() }));
    await tx.query(
      `UPDATE survey_slip s SET code = g.code FROM unnest($2::int[], $3::bytea[]) AS g(no, code)
       WHERE s.survey_id = $1 AND s.no = g.no`,
      [id, made.map((slip) => slip.no), made.map((slip) => slip.hmac)],
    );
    await tx.query(`UPDATE survey SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
    const data = { slips: made.length };
    await tx.record({ ...(await changeOfSurvey(tx, survey)), action: 'slips_printed', data });
    const [runner] = await tx.query<{ name: string }>(`SELECT name FROM organisation WHERE id = $1`, [
      survey.runner_id,
    ]);
    return {
      title: survey.title,
      runner: runner?.name ?? '',
      closesOn: survey.closes_on,
      page,
      madeAt: await tx.now(),
      slips: made.map(({ no, community, code }): Slip => ({ no, community, code })),
    };
  }
}
