import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** Questions to recipients. */
export const SURVEYS_REFUSALS = {
  survey_exists: refusal(409, 'A survey for this purpose is not closed yet', '同一用途的问卷尚未结束'),
  sample_drawn: refusal(422, 'The sample has been drawn', '样本已经抽取'),
  recipients_unknown: refusal(422, 'No recipient of the contract is registered', '本合同尚未登记服务对象'),
  sample_missing: refusal(422, 'No sample has been drawn', '尚未抽取样本'),
  questions_missing: refusal(422, 'The survey asks nothing', '问卷没有题目'),
  survey_over: refusal(422, 'The last day of the survey has passed', '问卷截止日期已过'),
  slips_printed: refusal(422, 'Every slip has been printed', '纸条均已打印'),
  code_used: refusal(409, 'The code has been used', '该作答码已使用'),
  code_unknown: refusal(404, 'The code is not one that may answer now', '作答码无效'),
  survey_running: refusal(422, 'The survey is still running', '问卷尚在进行'),
} as const satisfies Record<string, ProblemSpec>;
