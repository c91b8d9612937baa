import { anchorAudit } from './platform/audit/anchor-sweep.js';
import { confirmDeemed } from './modules/awards/results.job.js';
import { lapsePlans } from './modules/continuity/plans.job.js';
import { lookAhead } from './modules/implementation/outlook.job.js';
import { openBids } from './modules/bids/opening.job.js';
import { closeFinalOffers } from './modules/reviews/consultation/final-offers.job.js';
import { missMilestones } from './modules/implementation/milestones.job.js';
import { runImport } from './modules/imports/imports.job.js';
import { RISK_JOBS } from './modules/risk/risk.jobs.js';
import { JobRegistry } from './platform/queue/job-registry.js';
import { owedSubjects } from './platform/queue/owed-sweep.js';
/** Every job of the application. Known to each process; handlers run where a worker runs. */
export const JOBS = [
    anchorAudit,
    openBids,
    closeFinalOffers,
    confirmDeemed,
    missMilestones,
    lookAhead,
    lapsePlans,
    runImport,
    ...RISK_JOBS,
];
/** Every queue, the platform's own jobs included. */
export const QUEUES = new JobRegistry([owedSubjects, ...JOBS]).queues;
//# sourceMappingURL=jobs.js.map