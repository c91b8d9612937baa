import { action } from '../../../../kernel/actions/action.js';
import { Problem, type FieldError } from '../../../../kernel/errors/problem.js';
import { guardAuthor } from '../../../../people/accounts/authorship.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { DraftSteps } from '../../drafts/draft-steps.js';
import { publishIntent } from '../intent.js';
import { SUBMIT_GUARDS } from '../needs/submit-guards.js';
import { ApproveTenderDto, type FindingReasonDto } from '../tender-actions.dto.js';
import { tenderSubject } from '../tender.subject.js';

export const submitTender = action(tenderSubject, 'submit', ReasonDto, {
  operationId: 'submitTender',
  summary: { en: 'Submit a draft for approval', zh: '提交采购草案审批' },
  uses: { steps: DraftSteps },
  guards: SUBMIT_GUARDS,
  effect: () => Promise.resolve({ set: { returnedAt: null } }),
  after: ({ tx, root }, { steps }) => steps.runSubmissionSteps(tx, root.id),
});

/** A reason under a mistyped code would be lost, as would one of two for the same finding, and reasons are the first explanations of flags. */
function refuseUnfound(findings: readonly FindingReasonDto[], found: ReadonlySet<string>): void {
  const text = { en: 'This draft has no such finding that was triggered', zh: '本草案没有此项已触发的提示' };
  const again = { en: 'Given a reason already', zh: '已就此项说明理由' };
  const errors = findings.flatMap(({ indicator }, i): FieldError[] => {
    const pointer = `/findings/${i}/indicator`;
    if (!found.has(indicator)) return [{ pointer, code: 'unknown_reference', text }];
    const isFirst = findings.findIndex((one) => one.indicator === indicator) === i;
    return isFirst ? [] : [{ pointer, code: 'not_unique', text: again }];
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
}

/** Who wrote it stays known: after a revision its authors still do not approve it. */
export const approveTender = action(tenderSubject, 'approve', ApproveTenderDto, {
  operationId: 'approveTender',
  summary: { en: 'Approve a draft that was submitted', zh: '批准采购草案' },
  guards: guardAuthor,
  async effect({ tx, root, given, now, principal }) {
    const findings = given.findings ?? [];
    const explained = await tx.query<{ indicator: string }>(
      `UPDATE tender_finding f SET reason = g.reason, explained_by = $3
       FROM jsonb_to_recordset($2::jsonb) AS g(indicator text, reason text)
       WHERE f.tender_id = $1 AND f.indicator = g.indicator AND f.state = 'triggered'
       RETURNING f.indicator`,
      [root.id, JSON.stringify(findings), principal.id],
    );
    refuseUnfound(findings, new Set(explained.map(({ indicator }) => indicator)));
    return { set: { approvedAt: now, approvedBy: principal.id } };
  },
});

export const returnTender = action(tenderSubject, 'return', RequiredReasonDto, {
  operationId: 'returnTender',
  summary: { en: 'Return a draft to those who wrote it', zh: '退回采购草案' },
  effect: ({ now }) => Promise.resolve({ set: { returnedAt: now } }),
});

/** Approval and method approval lapse with what they approved, and an intent was that of the earlier draft. */
export const reviseTender = action(tenderSubject, 'revise', RequiredReasonDto, {
  operationId: 'reviseTender',
  summary: { en: 'Write an approved draft anew', zh: '修改已批准的采购草案' },
  async effect({ tx, root }) {
    await tx.query(`UPDATE tender SET draft_no = draft_no + 1 WHERE id = $1`, [root.id]);
    await tx.query(
      `UPDATE method_approval SET state = 'lapsed' WHERE tender_id = $1 AND state IN ('requested', 'granted', 'refused')`,
      [root.id],
    );
    return { set: { approvedAt: null, approvedBy: null } };
  },
});

export const publishTenderIntent = action(tenderSubject, 'publish_intent', ReasonDto, {
  operationId: 'publishTenderIntent',
  summary: { en: 'Publish the intent of a purchase', zh: '公开采购意向' },
  async effect({ tx, root }) {
    await publishIntent(tx, root.id);
    return {};
  },
});
