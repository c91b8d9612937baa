import type { ProblemSpec } from '../codes.js';

/** What comes next: continuity plans, handovers, the end of service lines. */
export const CONTINUITY_PROBLEMS = {
  line_ends_by_decision: {
    status: 422,
    title: { en: 'A line ends by decision alone', zh: '服务线只能经决定终止' },
  },
  line_end_not_proposed: {
    status: 422,
    title: { en: 'Nobody has proposed to end the line', zh: '尚未提出终止该服务线' },
  },
  own_proposal: {
    status: 422,
    title: { en: 'Who proposes it does not decide on it', zh: '提出人不得审批本人提出的事项' },
  },
  residents_opinion_missing: {
    status: 422,
    title: { en: 'What the residents say is not on record', zh: '尚未记录居民意见' },
  },
} as const satisfies Record<string, ProblemSpec>;
