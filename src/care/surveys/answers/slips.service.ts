import { Injectable } from '@nestjs/common';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { mustBeFree } from '../../../purchase/tenders/oversight/interest.js';
import { slipsAsPdf, type Slip, type SlipSheet } from './slips-pdf.js';
import { SurveyCodes } from './survey-codes.js';
import { SurveyRunners } from '../survey-runners.js';
import { lockSurvey, surveyAudience } from '../survey.subject.js';

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

  /** Gives one slip a new code, which is answered here and never again. Nobody asks for it: for a demonstration. */
  async printSlip(tx: Tx, survey: string, no: number): Promise<string> {
    const { code, hmac } = this.codes.make();
    await tx.query(`UPDATE survey_slip SET code = $3 WHERE survey_id = $1 AND no = $2`, [survey, no, hmac]);
    return code;
  }

  private async sheet(tx: Tx, id: string, version: number, page: string): Promise<SlipSheet> {
    const survey = await lockSurvey(tx, id, version);
    if (survey.state !== 'open') throw new Problem('wrong_state', { facts: { state: survey.state, action: 'print' } });
    await mustBeFree(tx, survey.supplierId);
    await this.runners.assertMayAsk(tx, survey);
    if (survey.closesOn < todayInShanghai(await tx.now())) throw new Problem('survey_over');
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
    await tx.record({
      ...surveyAudience(survey),
      aggregate: 'survey',
      id,
      action: 'slips_printed',
      data: { slips: made.length },
    });
    const [runner] = await tx.query<{ name: string }>(`SELECT name FROM organisation WHERE id = $1`, [survey.runnerId]);
    return {
      title: survey.title,
      runner: runner?.name ?? '',
      closesOn: survey.closesOn,
      page,
      madeAt: await tx.now(),
      slips: made.map(({ no, community, code }): Slip => ({ no, community, code })),
    };
  }
}
