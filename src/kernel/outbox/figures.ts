import type { Queryable } from '../queue/subject-ledger.js';

/** How far the relay is behind what has been committed. */
export interface OutboxFigures {
  /** Committed rows without a position (at most `COUNT_LIMIT` are counted). */
  unplaced: number;
  /** Age of the oldest of them, in seconds of wall time. */
  oldestUnplacedSeconds: number;
  position: number;
  /** Events with a position that have not reached the queue (at most `COUNT_LIMIT` are counted). */
  unenqueued: number;
}

const COUNT_LIMIT = 10_000;

export async function outboxFigures(on: Queryable): Promise<OutboxFigures> {
  const rows = (await on.query(
    `SELECT u.unplaced, u.oldest, p.position, e.unenqueued
     FROM (SELECT count(*)::int AS unplaced,
                  greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0))::float8 AS oldest
           FROM (SELECT created_at FROM outbox WHERE position IS NULL ORDER BY id LIMIT $1) waiting) u,
          (SELECT coalesce(max(position), 0) AS position FROM outbox) p,
          (SELECT count(*)::int AS unenqueued
           FROM (SELECT FROM outbox WHERE position > (SELECT enqueued FROM outbox_relay) ORDER BY position LIMIT $1) x) e`,
    [COUNT_LIMIT],
  )) as { unplaced: number; oldest: number; position: string; unenqueued: number }[];
  const [row] = rows;
  return {
    unplaced: row?.unplaced ?? 0,
    oldestUnplacedSeconds: row?.oldest ?? 0,
    position: Number(row?.position ?? 0),
    unenqueued: row?.unenqueued ?? 0,
  };
}
