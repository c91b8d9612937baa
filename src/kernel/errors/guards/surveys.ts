import type { ProblemSpec } from '../codes.js';

/** Questions to recipients. */
export const SURVEY_PROBLEMS = {
  survey_exists: {
    status: 409,
    title: { en: 'A survey for this purpose is not closed yet', zh: '同一用途的问卷尚未结束' },
  },
  sample_drawn: {
    status: 422,
    title: { en: 'The sample has been drawn', zh: '样本已经抽取' },
  },
  recipients_unknown: {
    status: 422,
    title: { en: 'No recipient of the contract is registered', zh: '本合同尚未登记服务对象' },
  },
  sample_missing: {
    status: 422,
    title: { en: 'No sample has been drawn', zh: '尚未抽取样本' },
  },
  questions_missing: {
    status: 422,
    title: { en: 'The survey asks nothing', zh: '问卷没有题目' },
  },
  survey_over: {
    status: 422,
    title: { en: 'The last day of the survey has passed', zh: '问卷截止日期已过' },
  },
  slips_printed: {
    status: 422,
    title: { en: 'Every slip has been printed', zh: '纸条均已打印' },
  },
  code_used: {
    status: 409,
    title: { en: 'The code has been used', zh: '该作答码已使用' },
  },
  code_unknown: {
    status: 404,
    title: { en: 'The code is not one that may answer now', zh: '作答码无效' },
  },
  survey_running: {
    status: 422,
    title: { en: 'The survey is still running', zh: '问卷尚在进行' },
  },
} as const satisfies Record<string, ProblemSpec>;
