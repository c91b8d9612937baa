import type { OutboxEvent } from '../../kernel/outbox/event.js';
import { defineJob } from '../../kernel/queue/jobs/job.js';
import { isTouching } from './expansion.queries.js';

const QUEUE = 'risk';

/** Which root an event touches. Records of service touch the days of their contract: once, however many a batch brings. */
export function touchedRoots({
  aggregate,
  aggregateId,
  action,
  data,
}: Pick<OutboxEvent, 'aggregate' | 'aggregateId' | 'action' | 'data'>): string[] {
  if (aggregate === 'service_record' || aggregate === 'service_record_batch')
    return typeof data['contract'] === 'string' ? [`service_day:${data['contract']}`] : [];
  // A body that has just been made is named by nothing yet; what names it has an event of its own.
  const isNewBody = aggregate === 'organisation' && action === 'created';
  // Of a review the day alone is read on which its panel takes it up.
  if (aggregate === 'review' && action !== 'declare') return [];
  return isTouching(aggregate) && !isNewBody ? [`${aggregate}:${aggregateId}`] : [];
}

/** A root changed: everything it touches is assessed, once for all changes of a burst, and of many roots at once. */
export const assessTouched = defineJob({
  kind: 'subject',
  name: 'assess-touched',
  queue: QUEUE,
  together: { most: 25, lanes: 2 },
  on: touchedRoots,
});

/** A subject by itself: where a change touches too many for one transaction, and the bodies of many purchases. */
export const assessSubject = defineJob({
  kind: 'subject',
  name: 'assess-subject',
  queue: QUEUE,
  together: { most: 50, lanes: 1 },
});

/**
 * Subjects that are read from very many roots, as a buyer from all its purchases: at most once in a while, however many of them
 * change. A queue of its own, so that no purchase waits for them.
 */
export const assessHub = defineJob({
  kind: 'subject',
  name: 'assess-hub',
  queue: 'hubs',
  delay: 1_000,
  together: { most: 20, lanes: 1 },
});

/** The same for a market, which takes longer and is looked at by itself. */
export const assessMarket = defineJob({ kind: 'subject', name: 'assess-market', queue: 'hubs', delay: 1_000 });

/** Days passed: what is due as of business time is assessed again. */
export const assessDue = defineJob({ kind: 'sweep', name: 'assess-due', queue: 'sweeps', every: 60_000 });

/** A full pass, or a screening, that was asked for. */
export const runRisk = defineJob({
  kind: 'event',
  name: 'run-risk',
  queue: QUEUE,
  on: (event) => event.aggregate === 'risk_run' && event.action === 'requested',
  unfinished: { aggregate: 'risk_run', ids: `SELECT id::text FROM risk_run WHERE state <> 'finished'` },
});

/** Every night it is asked that the rules over many lots look at the markets that changed. */
export const screenMarkets = defineJob({
  kind: 'sweep',
  name: 'screen-markets',
  queue: 'sweeps',
  every: '30 2 * * *',
  period: 86_400_000,
});

export const RISK_JOBS = [
  assessTouched,
  assessSubject,
  assessHub,
  assessMarket,
  assessDue,
  runRisk,
  screenMarkets,
] as const;
