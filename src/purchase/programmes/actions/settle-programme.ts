import { action, guard, type Fact } from '../../../kernel/actions/action.js';
import { guardAuthor } from '../../../people/accounts/authorship.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import type { ProgrammeRow } from '../programme-row.queries.js';
import { programmeSubject } from '../programme.subject.js';

const hasBudgetLine: Fact<ProgrammeRow, boolean> = async ({ tx, root }) => {
  const rows = await tx.query(`SELECT FROM budget_line WHERE programme_id = $1 LIMIT 1`, [root.id]);
  return rows.length > 0;
};

/** Who wrote what is approved stays its author: after an adjustment they still do not approve it. */
export const approveProgramme = action(programmeSubject, 'approve', ReasonDto, {
  operationId: 'approveProgramme',
  summary: { en: 'Approve a programme, by somebody who wrote none of it', zh: '批准年度计划' },
  guards: {
    ...guardAuthor,
    budget_line_missing: guard({ hasBudgetLine }, (facts) => (facts.hasBudgetLine ? null : {})),
  },
  effect: ({ principal, now }) => ({ set: { approvedAt: now, approvedBy: principal.id } }),
});

export const adjustProgramme = action(programmeSubject, 'adjust', RequiredReasonDto, {
  operationId: 'adjustProgramme',
  summary: { en: 'Open an approved programme for adjustment', zh: '调整年度计划' },
});

export const closeProgramme = action(programmeSubject, 'close', ReasonDto, {
  operationId: 'closeProgramme',
  summary: { en: 'Close a programme whose purchases are finished', zh: '关闭年度计划' },
});
