import type { ProblemSpec } from './codes.js';

/** Refusals of the lifecycles' guards, by lifecycle. 422: a rule refuses, and the fact it names would change it. */
export const GUARD_PROBLEMS = {
  // need
  need_evidence_missing: {
    status: 422,
    title: { en: 'Nothing shows the need yet', zh: '尚无依据证明该需求' },
  },
  need_headcount_missing: {
    status: 422,
    title: { en: 'It is not said how many residents need it', zh: '尚未说明涉及多少居民' },
  },
  need_line_missing: {
    status: 422,
    title: { en: 'The need belongs to no service line', zh: '该需求未归入服务线' },
  },
  // programme
  author_approves: {
    status: 422,
    title: { en: 'Who wrote it does not approve it', zh: '编制人不得审批本人编制的内容' },
  },
  budget_line_missing: {
    status: 422,
    title: { en: 'The programme has no budget line', zh: '该计划没有预算明细' },
  },
  tenders_unfinished: {
    status: 422,
    title: { en: 'Tenders of the programme have not come to an end', zh: '该计划下仍有未完结的采购项目' },
  },
} as const satisfies Record<string, ProblemSpec>;
