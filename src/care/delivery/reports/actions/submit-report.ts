import { action, guard } from '../../../../kernel/actions/action.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { reportSubject } from '../report.subject.js';
import { loadFigures } from '../report-store.js';

export const refillReport = action(reportSubject, 'refill', ReasonDto, {
  operationId: 'refillReport',
  summary: { en: 'Fill a report anew from the records of service', zh: '按服务记录重新生成报告数据' },
  async effect({ tx, root, now }) {
    const { figures, recordsHash } = await loadFigures(tx, root.contract, root);
    return { set: { figures, figuresAsOf: now, recordsHash } };
  },
});

const NO_TEXT = {
  pointer: '/text',
  code: 'required',
  text: { en: 'What the figures do not say', zh: '请填写报告正文' },
};

export const submitReport = action(reportSubject, 'submit', ReasonDto, {
  operationId: 'submitReport',
  summary: { en: 'Submit a report of a period that is over', zh: '提交服务报告' },
  guards: {
    period_not_over: guard({}, (_, { root: { to, contract }, today }) => {
      // A contract that was ended has no days left to wait for.
      const last = contract.terminated_on !== null && contract.terminated_on < to ? contract.terminated_on : to;
      return today > last ? null : { facts: { last } };
    }),
    report_text_missing: guard({}, (_, { root }) => (root.text === null ? { errors: [NO_TEXT] } : null)),
  },
  async effect({ tx, root, now, principal }) {
    // Others read what was submitted, also while the agency works on a report that was returned.
    await tx.query(
      `UPDATE progress_report SET submitted_content = jsonb_build_object('text', text, 'figures', figures,
         'asOf', figures_as_of, 'recordsHash', records_hash) WHERE id = $1`,
      [root.id],
    );
    const undecided = { decidedAt: null, decidedBy: null, decisionReason: null };
    return { set: { submittedAt: now, submittedBy: principal.id, ...undecided } };
  },
});
