import { action } from '../../../../kernel/actions/action.js';
import { resultSubject } from '../result.subject.js';
import { ReasonedResultDto, ResultDto } from '../results.dto.js';

export const recordObjection = action(resultSubject, 'record_objection', ReasonedResultDto, {
  operationId: 'recordReportObjection',
  summary: { en: 'Object to the report of a lot: the clock rests', zh: '对采购包的评审报告提出异议，确认期限中止' },
  async effect({ tx, root, given, now, principal }) {
    await tx.query(
      `UPDATE lot_result SET objection = $2, objected_at = $3, objected_by = $4, deems_at = NULL WHERE lot_id = $1`,
      [root.id, given.reason, now, principal.id],
    );
    return {};
  },
});

export const withdrawObjection = action(resultSubject, 'withdraw_objection', ResultDto, {
  operationId: 'withdrawReportObjection',
  summary: { en: 'Take back the objection to the report of a lot', zh: '撤回对采购包评审报告的异议' },
  async effect({ tx, root, now }) {
    await tx.query(
      `UPDATE lot_result SET objection = NULL, objected_at = NULL, objected_by = NULL, cleared_at = $2 WHERE lot_id = $1`,
      [root.id, now],
    );
    return {};
  },
});
