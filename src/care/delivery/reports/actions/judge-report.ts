import { action, type Situation } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { reportSubject, type LockedReport } from '../report.subject.js';

const recordDecision = ({ given, now, principal }: Situation<LockedReport, { reason?: string }>) => ({
  set: { decidedAt: now, decidedBy: principal.id, decisionReason: given.reason ?? null },
});

export const approveReport = action(reportSubject, 'approve', ReasonDto, {
  operationId: 'approveReport',
  summary: { en: 'Approve a report', zh: '审核通过服务报告' },
  effect: recordDecision,
});

export const returnReport = action(reportSubject, 'return', RequiredReasonDto, {
  operationId: 'returnReport',
  summary: { en: 'Return a report to be corrected', zh: '退回服务报告' },
  effect: recordDecision,
});
