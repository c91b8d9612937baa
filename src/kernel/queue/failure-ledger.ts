import type { StoredJob } from './backends/backend.js';
import type { EventJob, Job, JobData } from './jobs/job.js';
import type { Queryable } from './subject-ledger.js';

/** What a job works on, as the ledger calls it. */
function toFailureKey(data: JobData): string {
  if ('subject' in data) return data.subject;
  if ('event' in data) return data.event;
  return 'lane' in data ? `lane ${data.lane}` : '';
}

/**
 * The subject waits for an operator, the next change, or a sweep that takes it up again later. Work that is done meanwhile did
 * not fail. What is still owed is from then on as many generations as failures in a row, however often the subject was asked for
 * before: the wait for the sweep grows by failures alone. A failure that is recorded twice is one.
 */
const RECORD_SUBJECT = `
  WITH failed AS (
    UPDATE job_subject SET failed = wanted, done = greatest(done, wanted - greatest(coalesce(failed - done, 0), 0) - 1)
    WHERE job = $1 AND subject = $2 AND done < wanted RETURNING job
  )
  INSERT INTO job_failure AS f (job, key, queue, data, attempts, reason, queued_at)
  SELECT $1, $2, $3, $4::jsonb, $5, $6, $7 FROM (SELECT count(*) AS n FROM failed) c
  WHERE c.n > 0 OR NOT EXISTS (SELECT FROM job_subject s WHERE s.job = $1 AND s.subject = $2)
  ON CONFLICT (job, key) DO UPDATE SET queue = EXCLUDED.queue, data = EXCLUDED.data, attempts = EXCLUDED.attempts,
    reason = EXCLUDED.reason, queued_at = EXCLUDED.queued_at, failed_at = clock_timestamp(), retried_at = NULL`;

const RECORD = `
  INSERT INTO job_failure AS f (job, key, queue, data, attempts, reason, queued_at)
  VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7)
  ON CONFLICT (job, key) DO UPDATE SET queue = EXCLUDED.queue, data = EXCLUDED.data, attempts = EXCLUDED.attempts,
    reason = EXCLUDED.reason, queued_at = EXCLUDED.queued_at, failed_at = clock_timestamp(), retried_at = NULL`;

/** Longest reason that is kept. */
const REASON_LENGTH = 1_000;

/** Records that the attempts of a job ran out, before its store is told: what fails then is listed whatever befalls the store. */
export async function recordFailure(
  on: Queryable,
  queue: string,
  stored: StoredJob,
  attempts: number,
  error: Error,
): Promise<void> {
  const key = toFailureKey(stored.data);
  const reason = error.message.slice(0, REASON_LENGTH);
  await on.query('subject' in stored.data ? RECORD_SUBJECT : RECORD, [
    stored.name,
    key,
    queue,
    JSON.stringify(stored.data),
    attempts,
    reason,
    new Date(stored.timestamp),
  ]);
}

const CLEAR = `DELETE FROM job_failure WHERE job = $1 AND key = $2`;
const END_SWEEP = `
  WITH cleared AS (DELETE FROM job_failure WHERE job = $1 AND key = $2)
  UPDATE sweep_run SET done_at = clock_timestamp() WHERE job = $1`;

/** Work of a job that is no subject's is done; that of subjects their own ledger records with the work itself. */
export async function recordSuccess(on: Queryable, job: Job, data: JobData): Promise<void> {
  if ('subject' in data) return;
  await on.query(job.kind === 'sweep' ? END_SWEEP : CLEAR, [job.name, toFailureKey(data)]);
}

/** Whether an event's work is not done, as far as its tables say. */
export async function isUnfinished(on: Queryable, { unfinished }: EventJob, id: string): Promise<boolean> {
  if (!unfinished) return true;
  const rows = (await on.query(`SELECT FROM (${unfinished.ids}) AS u(id) WHERE u.id = $1`, [id])) as unknown[];
  return rows.length > 0;
}

/** A failure is open until its work is done or wanted anew; of a subject its own ledger knows that. */
const IS_OPEN = `(f.retried_at IS NULL AND NOT EXISTS (
  SELECT FROM job_subject s WHERE s.job = f.job AND s.subject = f.key AND s.failed IS DISTINCT FROM s.wanted))`;

export interface FailureRow {
  job: string;
  key: string;
  queue: string;
  data: JobData;
  attempts: number;
  reason: string;
  queued_at: Date;
  failed_at: Date;
  /** Microseconds since 1970, for the cursor. */
  micros: string;
}

/** Oldest failure first; `$1` and `$2` are the place to go on from, `$3` a queue or null, `$4` how many. */
export const LIST_FAILURES = `
  SELECT f.job, f.key, f.queue, f.data, f.attempts, f.reason, f.queued_at, f.failed_at,
    (extract(epoch FROM f.failed_at) * 1000000)::bigint AS micros
  FROM job_failure f
  WHERE ${IS_OPEN} AND ($3::text IS NULL OR f.queue = $3)
    AND ($1::bigint IS NULL OR
      ((extract(epoch FROM f.failed_at) * 1000000)::bigint, f.job || ' ' || f.key) > ($1::bigint, $2::text))
  ORDER BY f.failed_at, f.job || ' ' || f.key LIMIT $4`;

export const COUNT_FAILURES = `SELECT count(*)::int AS n FROM job_failure f WHERE ${IS_OPEN}`;

/** Locks a failure; says whether it is one still, or on its way again. */
export const LOCK_FAILURE = `
  SELECT f.job, f.key, f.queue, f.data, f.retried_at,
    EXISTS (SELECT FROM job_subject s WHERE s.job = f.job AND s.subject = f.key AND s.done >= s.wanted) AS done
  FROM job_failure f WHERE f.job = $1 AND f.key = $2 FOR UPDATE OF f`;

export const MARK_RETRIED = `
  UPDATE job_failure SET retried_at = clock_timestamp() WHERE job = $1 AND key = $2
  RETURNING (extract(epoch FROM retried_at) * 1000000)::bigint AS micros`;

/** Owed again, from now on, without a failure on record. */
export const FREE_SUBJECT = `
  INSERT INTO job_subject AS s (job, subject) VALUES ($1, $2)
  ON CONFLICT (job, subject) DO UPDATE SET failed = NULL, wanted_at = clock_timestamp()`;

/** Locks the failures of a job that are open, and of one key where `$2` names it. */
export const LOCK_OPEN = `
  SELECT f.key FROM job_failure f WHERE f.job = $1 AND ($2::text IS NULL OR f.key = $2) AND ${IS_OPEN}
  ORDER BY f.key FOR UPDATE OF f`;

/** Failures that nobody waits for any more: neither on record nor owed. */
export const GIVE_UP = `
  WITH owed AS (
    UPDATE job_subject SET done = wanted, failed = NULL WHERE job = $1 AND subject = ANY ($2::text[]) AND done < wanted
  )
  DELETE FROM job_failure WHERE job = $1 AND key = ANY ($2::text[])`;

/**
 * Failures of events that were put back longer than `$1` seconds ago: their job may have got lost on its way. Put back first come
 * first; `$2` and `$3` are the place to go on from, `$4` how many.
 */
export const LIST_RETRIED = `
  SELECT f.job, f.key, f.data, (extract(epoch FROM f.retried_at) * 1000000)::bigint AS micros
  FROM job_failure f
  WHERE f.retried_at < clock_timestamp() - make_interval(secs => $1) AND f.data ? 'event'
    AND ($2::bigint IS NULL OR
      ((extract(epoch FROM f.retried_at) * 1000000)::bigint, f.job || ' ' || f.key) > ($2::bigint, $3::text))
  ORDER BY f.retried_at, f.job || ' ' || f.key LIMIT $4`;

/** Failures of subjects whose work is done: nobody asks for them any more. */
export const FORGET_DONE = `
  DELETE FROM job_failure f USING job_subject s
  WHERE s.job = f.job AND s.subject = f.key AND s.done >= s.wanted`;
