import { defineJob } from '../../../kernel/queue/jobs/job.js';

/** Ends the codes of surveys whose last day has passed and that nobody has closed. */
export const endSurveyCodes = defineJob({ kind: 'sweep', name: 'end-survey-codes', queue: 'sweeps', every: 60_000 });
