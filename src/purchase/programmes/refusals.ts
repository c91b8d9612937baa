import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** Programmes and their budget lines. */
export const PROGRAMMES_REFUSALS = {
  author_approves: refusal(422, 'Who wrote it does not approve it', '编制人不得审批本人编制的内容'),
  budget_line_missing: refusal(422, 'The programme has no budget line', '该计划没有预算明细'),
  tenders_unfinished: refusal(422, 'Tenders of the programme have not come to an end', '该计划下仍有未完结的采购项目'),
} as const satisfies Record<string, ProblemSpec>;
