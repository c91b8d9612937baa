import { findOrigin, type Origin } from '../observability/trail.js';
import type { JobSubject } from './job-subject.entity.js';
import type { StoredRow } from '../database/row-types.js';

/** Anything that runs SQL: a manager in a transaction, the pool, the relay's own connection. */
export interface Queryable {
  query(sql: string, params: unknown[]): Promise<unknown>;
}

/** What a job owes work on. */
export interface Owed extends Pick<StoredRow<JobSubject>, 'job' | 'subject'> {
  /** Where the wish comes from; left out: from what this process is at. */
  origin?: Origin;
}
/** The same, as the sweep finds it. */
export interface LateSubject extends Owed {
  /** Whether it goes its way one by one. */
  alone: boolean;
}

/**
 * `wanted` counts the requests for work on a subject; a job on it ends by setting `done` to the count it began with. A failure brings
 * `done` nearer to `wanted`, never up to it (see the ledger of failures).
 * `wanted_at` is the first of those that nothing was done about: a subject that is asked for all the time is late all the same.
 */
const MARK = `
  INSERT INTO job_subject AS s (job, subject, wanted, request_id, trace)
  SELECT job, subject, max(wanted), max(request), max(trace)
  FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::text[]) AS g(job, subject, wanted, request, trace)
  GROUP BY job, subject ORDER BY job, subject
  ON CONFLICT (job, subject) DO UPDATE SET wanted = s.wanted + EXCLUDED.wanted,
    request_id = CASE WHEN EXCLUDED.wanted = 0 OR s.done < s.wanted AND EXCLUDED.request_id IS NULL THEN s.request_id
      ELSE EXCLUDED.request_id END,
    trace = CASE WHEN EXCLUDED.wanted = 0 OR s.done < s.wanted AND EXCLUDED.request_id IS NULL THEN s.trace
      ELSE EXCLUDED.trace END,
    wanted_at = CASE WHEN EXCLUDED.wanted = 0 OR s.done < s.wanted AND s.failed IS DISTINCT FROM s.wanted THEN s.wanted_at
      ELSE clock_timestamp() END`;

/**
 * Makes subjects dirty. Until a job has worked on what it finds after this, they stay so, whatever becomes of queues.
 *
 * Rows are locked in one order everywhere, by job and subject. A transaction marks everything by one call, as its last step
 * before its own job is finished, and gives subjects of that job as `held` where they may stand between those that it marks:
 * they are locked in their place and stay as they are.
 */
export async function markSubjects(on: Queryable, owed: readonly Owed[], held: readonly Owed[] = []): Promise<void> {
  if (owed.length === 0) return;
  const rows = [...owed, ...held];
  const wanted = rows.map((_, i) => (i < owed.length ? 1 : 0));
  const here = findOrigin();
  const origins = rows.map(({ origin = here }) => origin);
  await on.query(MARK, [
    rows.map((row) => row.job),
    rows.map((row) => row.subject),
    wanted,
    origins.map(({ request }) => request),
    origins.map(({ trace }) => trace),
  ]);
}

/** One worker at a time on a subject: a retried failure and a fresh job may meet. */
export const LOCK_SUBJECT = `SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 100))`;

export const READ_SUBJECT = `SELECT wanted, done, request_id, trace FROM job_subject WHERE job = $1 AND subject = $2`;

/** Ends the work of one generation; `again` where more was wanted meanwhile: it counts from now on. */
export const FINISH_SUBJECT = `
  WITH finished AS (
    UPDATE job_subject SET done = greatest(done, $3::bigint), failed = NULL,
      wanted_at = CASE WHEN wanted > $3::bigint THEN clock_timestamp() ELSE wanted_at END
    WHERE job = $1 AND subject = $2 RETURNING wanted > $3::bigint AS again
  ) SELECT again FROM finished`;

/**
 * Locks some of the subjects that are owed longest, `$2` of them at most, among the first `$3`: those that no other worker is
 * at. Subjects that go their way one by one are none of them.
 */
export const LOCK_TOGETHER = `
  SELECT o.subject FROM (
    SELECT subject FROM job_subject
    WHERE job = $1 AND done < wanted AND (failed IS NULL OR failed < wanted) AND (apart IS NULL OR apart < wanted)
    ORDER BY wanted_at LIMIT $3
  ) o WHERE pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || o.subject, 100)) LIMIT $2`;

/** What is owed on subjects, once they are locked: whoever held them before may have done it. */
export const READ_TOGETHER = `
  SELECT subject, wanted, request_id, trace FROM job_subject WHERE job = $1 AND subject = ANY ($2::text[]) AND done < wanted ORDER BY subject`;

/** Ends the work on some subjects. In their order, in which they are marked too: nobody waits for each other. */
export const FINISH_TOGETHER = `
  WITH worked AS (
    SELECT s.job, s.subject, g.wanted FROM unnest($2::text[], $3::bigint[]) AS g(subject, wanted)
    JOIN job_subject s ON s.job = $1 AND s.subject = g.subject ORDER BY s.subject FOR UPDATE OF s
  )
  UPDATE job_subject s SET done = greatest(s.done, w.wanted), failed = NULL
  FROM worked w WHERE s.job = w.job AND s.subject = w.subject`;

/** A work on these subjects broke: which of them did it is found out one by one. */
export const SET_APART = `
  WITH broken AS (
    SELECT s.job, s.subject FROM job_subject s WHERE s.job = $1 AND s.subject = ANY ($2::text[]) ORDER BY s.subject FOR UPDATE
  )
  UPDATE job_subject s SET apart = s.wanted FROM broken b WHERE s.job = b.job AND s.subject = b.subject AND s.done < s.wanted`;

/** Owed longer than `$1` seconds without a failure on record: its job got lost. Taken up once per call. */
export const TAKE_OWED = `
  WITH late AS (
    SELECT job, subject FROM job_subject
    WHERE done < wanted AND (failed IS NULL OR failed < wanted)
      AND wanted_at < clock_timestamp() - make_interval(secs => $1)
    ORDER BY wanted_at LIMIT $2 FOR UPDATE SKIP LOCKED
  ), taken AS (
    UPDATE job_subject s SET wanted_at = clock_timestamp() FROM late
    WHERE s.job = late.job AND s.subject = late.subject RETURNING s.job, s.subject, coalesce(s.apart = s.wanted, false) AS alone
  ) SELECT job, subject, alone FROM taken`;

const LIST_ALONE = `SELECT subject FROM job_subject WHERE job = $1 AND done < wanted AND apart = wanted ORDER BY subject`;

/** Subjects that a job owes, each by itself: a work with others would break, or did. */
export async function listAloneSubjects(on: Queryable, job: string): Promise<string[]> {
  const rows = (await on.query(LIST_ALONE, [job])) as Pick<Owed, 'subject'>[];
  return rows.map(({ subject }) => subject);
}

/** An hour after they were asked for, then two, and so on to sixteen: what is owed of a failed one is as much as its failures in a row. */
const LIST_FAILED = `
  SELECT subject FROM job_subject
  WHERE job = $1 AND failed = wanted AND done < wanted
    AND wanted_at < clock_timestamp() - power(2, least(wanted - done - 1, 4)) * interval '1 hour'
  ORDER BY wanted_at, subject LIMIT $2`;

/** Subjects of which the attempts of their job ran out, once it is time to try them again without anybody's word. */
export async function listFailedSubjects(on: Queryable, job: string, atOnce: number): Promise<string[]> {
  const rows = (await on.query(LIST_FAILED, [job, atOnce])) as Pick<Owed, 'subject'>[];
  return rows.map(({ subject }) => subject);
}
