import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ProblemCode } from '../../kernel/errors/codes.js';
import { LifecycleRegistry, type ActionGiven } from '../../kernel/actions/registry.js';
import { InterestGuard, supplierBy } from '../../purchase/tenders/oversight/interest.js';
import { recipientsOf } from './results/sampling.sql.js';
import { surveyLifecycle } from './survey.lifecycle.js';

/** What a survey must be before it goes on. */
@Injectable()
export class SurveyGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly interest: InterestGuard,
  ) {}

  onModuleInit(): void {
    this.registry.register(surveyLifecycle);
    this.interest.contribute(supplierBy('survey'));
    this.where('sample_drawn', `r.drawn_at IS NOT NULL`);
    this.where('sample_missing', `r.drawn_at IS NULL`);
    this.where('recipients_unknown', `NOT EXISTS (SELECT FROM recipient p WHERE ${recipientsOf('r.contract_id')})`);
    this.where('questions_missing', `r.questions = '[]'`);
    this.where('survey_over', `r.closes_on < business_today()`);
    this.where(
      'survey_running',
      `r.closes_on >= business_today() AND EXISTS (SELECT FROM survey_slip s WHERE s.survey_id = r.id AND NOT s.used)`,
    );
    this.registry.contribute('code_used', async (tx, id, { slip }: ActionGiven & { slip?: number }) => {
      const rows = await tx.query(
        `SELECT FROM survey_slip s WHERE s.survey_id = $1 AND (s.no = $2 OR $2::int IS NULL) HAVING bool_and(s.used)`,
        [id, slip ?? null],
      );
      return rows.length > 0 ? {} : null;
    });
  }

  /** Refuses where this is so of the survey. */
  private where(code: ProblemCode, condition: string): void {
    this.registry.contribute(code, async (tx, id) => {
      const rows = await tx.query(`SELECT FROM survey r WHERE r.id = $1 AND ${condition}`, [id]);
      return rows.length > 0 ? {} : null;
    });
  }
}
