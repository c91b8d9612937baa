/** One relay per database: whoever holds this session lock. */
const RELAY_LOCK = 7_244_100_001;
/** The same for a transaction that must have the feed to itself. */
export const TRY_LOCK_HERE = `SELECT pg_try_advisory_xact_lock(${RELAY_LOCK}) AS held`;
export const TRY_LOCK = `SELECT pg_try_advisory_lock(${RELAY_LOCK}) AS held`;

/** Gives committed rows the next positions, in the order of their ids. One statement: all of them or none. */
export const PLACE = `
  WITH waiting AS (SELECT id FROM outbox WHERE position IS NULL ORDER BY id LIMIT $1),
  numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM waiting),
  last AS (SELECT coalesce(max(position), 0) AS position FROM outbox),
  placed AS (
    UPDATE outbox o SET position = last.position + numbered.n FROM numbered, last WHERE o.id = numbered.id
    RETURNING o.position
  ) SELECT count(*)::int AS placed FROM placed`;

export const LAST_POSITION = `SELECT coalesce(max(position), 0) AS position FROM outbox`;

/** The columns of an `OutboxEvent`. */
export const EVENT_COLUMNS = `id, position, aggregate_type AS aggregate, aggregate_id AS "aggregateId", action,
  payload -> 'data' AS data, payload ->> 'from' AS "from", payload ->> 'to' AS "to", dataset,
  request_id AS request, trace`;

export const READ_UNENQUEUED = `
  SELECT ${EVENT_COLUMNS}
  FROM outbox
  WHERE position > (SELECT enqueued FROM outbox_relay)
  ORDER BY position LIMIT $1`;

export const ENQUEUED = `UPDATE outbox_relay SET enqueued = $1 WHERE enqueued < $1`;
