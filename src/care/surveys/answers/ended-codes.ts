import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { jointBuyersOfContractSql } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { surveyAudience, type SurveyParties } from '../survey.subject.js';
import { endSurveyCodes } from './ended-codes-job.js';

/**
 * No slip keeps a code when no answer is taken any more. All are written by one transaction, so that none is tied to its
 * answer by that which used it; an older copy of the database or of its log still ties them.
 */
export const endSlips = (tx: Tx, survey: string): Promise<unknown> =>
  tx.query(`UPDATE survey_slip SET code = NULL WHERE survey_id = $1`, [survey]);

/** SQL: survey `s` takes no answers any more, as it is not extended either, and slips of it have codes. */
const IS_OVER = `s.state = 'open' AND s.closes_on < business_today()
  AND EXISTS (SELECT FROM survey_slip x WHERE x.survey_id = s.id AND x.code IS NOT NULL)`;

/** Ends codes as the days pass, whether or not somebody closes the survey. */
@Injectable()
export class EndedCodes implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(endSurveyCodes, () => this.sweep());
  }

  async sweep(): Promise<void> {
    const over = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT s.id FROM survey s WHERE ${IS_OVER} ORDER BY s.id`,
    );
    await performEach(over, ({ id }) => this.transactions.run(SYSTEM, (tx) => this.end(tx, id)));
  }

  /** Its version stays: nobody has changed it. Answers that are being stored are waited for. */
  private async end(tx: Tx, id: string): Promise<void> {
    const [survey] = await tx.query<SurveyParties>(
      `SELECT s.dataset, s.runner_id AS "runnerId", c.buyer_id AS "buyerId", ${jointBuyersOfContractSql('c.id')} AS "jointBuyers", c.region
       FROM survey s JOIN contract c ON c.id = s.contract_id WHERE s.id = $1 AND ${IS_OVER} FOR NO KEY UPDATE OF s`,
      [id],
    );
    if (!survey) return;
    await endSlips(tx, id);
    await tx.record({ ...surveyAudience(survey), aggregate: 'survey', id, action: 'codes_ended' });
  }
}
