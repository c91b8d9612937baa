import { refusal, type ProblemSpec } from '../kernel/errors/refusal.js';

/** Work on flags. */
export const WATCH_REFUSALS = {
  assignee_not_eligible: refusal(422, 'The assignee does not work flags of this region', '被指派人不负责该区域的预警'),
  organisation_not_concerned: refusal(422, 'The flag is not about this body', '该预警与此机构无关'),
} as const satisfies Record<string, ProblemSpec>;
