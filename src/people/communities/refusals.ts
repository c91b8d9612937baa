import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** Needs and service lines. */
export const COMMUNITIES_REFUSALS = {
  need_evidence_missing: refusal(422, 'Nothing shows the need yet', '尚无依据证明该需求'),
  need_headcount_missing: refusal(422, 'It is not said how many residents need it', '尚未说明涉及多少居民'),
  need_line_missing: refusal(422, 'The need belongs to no service line', '该需求未归入服务线'),
  line_ends_by_decision: refusal(422, 'A line ends by decision alone', '服务线只能经决定终止'),
  line_end_not_proposed: refusal(422, 'Nobody has proposed to end the line', '尚未提出终止该服务线'),
} as const satisfies Record<string, ProblemSpec>;
