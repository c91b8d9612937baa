import { defineJob } from '../../kernel/queue/jobs/job.js';

/** Tells who has an inbox of tasks that began to wait, and which of them do not wait any more. */
export const lookForTasks = defineJob({ kind: 'sweep', name: 'look-for-tasks', queue: 'sweeps', every: 60_000 });
