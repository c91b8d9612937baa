import { refusal, type ProblemSpec } from '../kernel/errors/refusal.js';

/** Planning by the law. */
export const LAW_REFUSALS = {
  end_before_start: refusal(422, 'The end lies before the start', '结束日期早于开始日期'),
  method_not_plannable: refusal(422, 'The law states no periods for this method', '法律未对该采购方式规定可推算的期限'),
} as const satisfies Record<string, ProblemSpec>;
