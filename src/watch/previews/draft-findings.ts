import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { LifecycleRegistry, type ActionGiven } from '../../kernel/actions/registry.js';
import { DraftSteps } from '../../purchase/tenders/drafts/draft.steps.js';
import { PreviewsService } from './previews.service.js';

interface ApprovalGiven extends ActionGiven {
  findings?: readonly { indicator: string; reason: string }[];
}

/**
 * The rules speak before the mistake: what they say of a draft is stored with its submission, and an approver gives a
 * reason for each that warns. No finding forbids an approval.
 */
@Injectable()
export class DraftFindings implements OnModuleInit {
  constructor(
    private readonly steps: DraftSteps,
    private readonly registry: LifecycleRegistry,
    private readonly previews: PreviewsService,
  ) {}

  onModuleInit(): void {
    this.steps.contribute((tx, tender) => this.store(tx, tender));
    this.registry.contribute<ApprovalGiven>('risk_unexplained', async (tx, id, { findings = [] }) => {
      const open = await tx.query<{ indicator: string }>(
        `SELECT DISTINCT indicator FROM tender_finding
         WHERE tender_id = $1 AND state = 'triggered' AND severity IN ('risk', 'violation') ORDER BY indicator`,
        [id],
      );
      const silent = open.map((f) => f.indicator).filter((name) => !findings.some((f) => f.indicator === name));
      return silent.length === 0
        ? null
        : {
            errors: silent.map((indicator) => ({
              pointer: '/findings',
              code: 'required',
              text: {
                en: `Say why you go on in spite of ${indicator}`,
                zh: `请说明在 ${indicator} 预警下仍予批准的理由`,
              },
            })),
            facts: { indicators: silent },
          };
    });
  }

  private async store(tx: Tx, tender: string): Promise<void> {
    const assessments = await this.previews.assess(SYSTEM, tender);
    await tx.query(`DELETE FROM tender_finding WHERE tender_id = $1`, [tender]);
    await tx.query(
      `INSERT INTO tender_finding (tender_id, indicator, subject_id, state, severity, assessment)
       SELECT $1, g.indicator, g.subject, g.state, g.severity, g.assessment FROM jsonb_to_recordset($2::jsonb)
         AS g(indicator text, subject text, state text, severity text, assessment jsonb)`,
      [
        tender,
        JSON.stringify(
          assessments.map((a) => ({
            indicator: a.indicator,
            subject: a.subject.id,
            state: a.state,
            severity: a.severity,
            assessment: a,
          })),
        ),
      ],
    );
  }
}
