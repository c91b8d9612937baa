import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { guard, type Fact, type GuardView } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import type { ApproveTenderDto } from '../../purchase/tenders/conducted/tender-actions.dto.js';
import { tenderSubject } from '../../purchase/tenders/conducted/tender.subject.js';
import type { LockedTenderHere } from '../../purchase/tenders/conducted/tender-circumstances.js';
import { DraftSteps } from '../../purchase/tenders/drafts/draft-steps.js';
import { PreviewsService } from './previews.service.js';
import { storeFindings } from '../../purchase/tenders/conducted/draft-findings.js';

type ApprovalView = GuardView<LockedTenderHere, ApproveTenderDto>;

/** Indicators that warn of the draft. */
const findOpenRisks: Fact<LockedTenderHere, string[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ indicator: string }>(
    `SELECT DISTINCT indicator FROM tender_findings
     WHERE tender_id = $1 AND state = 'triggered' AND severity IN ('risk', 'violation') ORDER BY indicator`,
    [root.id],
  );
  return rows.map(({ indicator }) => indicator);
};

/**
 * The rules speak before the mistake: what they say of a draft is stored with its submission, and an approver gives a
 * reason for each that warns. No finding forbids an approval.
 */
@Injectable()
export class DraftFindings implements OnModuleInit {
  constructor(
    private readonly steps: DraftSteps,
    private readonly engine: ActionEngine,
    private readonly previews: PreviewsService,
  ) {}

  onModuleInit(): void {
    this.steps.contribute((tx, tender) => this.store(tx, tender));
    this.engine.contribute(tenderSubject, {
      risk_unexplained: guard({ open: findOpenRisks }, ({ open }, { given: { findings = [] } }: ApprovalView) => {
        const silent = open.filter((name) => !findings.some((f) => f.indicator === name));
        if (silent.length === 0) return null;
        const errors = silent.map((indicator) => ({
          pointer: '/findings',
          code: 'required',
          text: {
            en: `Say why you go on in spite of ${indicator}`,
            zh: `请说明在 ${indicator} 预警下仍予批准的理由`,
          },
        }));
        return { errors, facts: { indicators: silent } };
      }),
    });
  }

  private async store(tx: Tx, tender: string): Promise<void> {
    const assessments = await this.previews.assess(SYSTEM, tender);
    await storeFindings(
      tx,
      tender,
      assessments.map((assessment) => ({
        indicator: assessment.indicator,
        subjectId: assessment.subject.id,
        state: assessment.state,
        severity: assessment.severity,
        assessment,
      })),
    );
  }
}
