/** Positions that one statement looks at. */
const BLOCK = 1_000;
/** Deliveries that a process sends side by side, and those of one target among them. */
export const AT_ONCE = 20;
const AT_ONCE_OF_TARGET = 5;
/** Attempts before a delivery is dead. */
export const ATTEMPTS = 10;
/** Seconds between attempts, grown by four each time up to twelve hours, a quarter more or less. */
const STEP = `least(60 * power(4, attempts - 1), 43200)`;
const PAUSE = `${STEP} * (0.75 + random() / 2)`;

const FITS = `(cardinality(t.events) = 0 OR o.aggregate_type || '.' || o.action = ANY (t.events))
  AND (cardinality(t.kinds) = 0 OR o.aggregate_type = ANY (t.kinds))
  AND (o.public OR t.tenant = ANY (o.tenants))`;

/** The next block, once for each target: the position moves with what it made. Who comes second finds it moved. */
export const FOLLOW = `
  WITH here AS MATERIALIZED (SELECT position FROM delivery_follower FOR UPDATE),
  block AS MATERIALIZED (
    SELECT h.position AS after, (SELECT max(position) FROM (SELECT o.position FROM outbox o WHERE o.position > h.position ORDER BY o.position LIMIT ${BLOCK}) n) AS last
    FROM here h
  ), made AS (
    INSERT INTO delivery (target_id, position)
    SELECT t.id, o.position FROM block b JOIN outbox o ON o.position > b.after AND o.position <= b.last
    JOIN delivery_target t ON t.active AND t.ended_at IS NULL AND o.position > t.since AND ${FITS}
    ON CONFLICT (target_id, position) DO NOTHING
  ), moved AS (
    UPDATE delivery_follower f SET position = b.last FROM block b WHERE b.last IS NOT NULL AND f.position = b.after RETURNING 1
  )
  SELECT count(*)::int AS moved FROM moved`;

/** No rest is longer than a minute: one that lasts beyond was begun by a clock that ran ahead. */
const RESTED = `(a.rest_until IS NULL OR a.rest_until NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '1 minute')`;

/**
 * Takes up what is due: of each target the oldest, then of each the next, so that neither one for which much waits nor several slow
 * ones hold up the others; what is under way to a target counts as its first ones. For a minute nobody else takes them up.
 * What goes by a channel that this process does not know is left to one of another release.
 * Parameters: targets to which something is under way, how much to each, how many are taken at most, known channels.
 */
export const TAKE_DUE = `
  UPDATE delivery d SET attempts = d.attempts + 1, next_attempt_at = clock_timestamp() + interval '1 minute'
  FROM delivery_target t
  WHERE t.id = d.target_id AND d.id IN (
    SELECT w.id FROM delivery_target a
    LEFT JOIN unnest($1::uuid[], $2::int[]) AS u(target, sent) ON u.target = a.id
    CROSS JOIN LATERAL (
      SELECT n.id, coalesce(u.sent, 0) + row_number() OVER (ORDER BY n.next_attempt_at) AS round FROM delivery n WHERE n.target_id = a.id AND n.state = 'pending' AND n.next_attempt_at <= clock_timestamp()
      ORDER BY n.next_attempt_at LIMIT ${AT_ONCE_OF_TARGET}
    ) n JOIN delivery w ON w.id = n.id
    WHERE a.active AND a.channel = ANY ($4::text[]) AND ${RESTED} AND w.state = 'pending' AND w.next_attempt_at <= clock_timestamp()
      AND n.round <= ${AT_ONCE_OF_TARGET}
    ORDER BY n.round, w.next_attempt_at LIMIT $3 FOR UPDATE OF w SKIP LOCKED)
  RETURNING d.id, d.target_id, d.position, d.attempts, t.channel`;

/** What came of an attempt, unless another has taken it up meanwhile. */
export const NOTE = `
  UPDATE delivery SET state = $3, status = $4, error = $5,
    finished_at = CASE WHEN $3 <> 'pending' THEN clock_timestamp() END,
    next_attempt_at = clock_timestamp() + make_interval(secs => ${PAUSE})
  WHERE id = $1 AND attempts = $2 AND state = 'pending'`;

/** What is put off for longer than any pause was put off by a clock that ran ahead: it is due. */
export const FORGET_AHEAD = `
  UPDATE delivery SET next_attempt_at = clock_timestamp()
  WHERE state = 'pending' AND next_attempt_at > clock_timestamp() + make_interval(secs => ${STEP} * 1.25 + 60)`;

/** A target that failed rests for a minute; one that was reached does not. */
export const REST = `
  UPDATE delivery_target SET rest_until = CASE WHEN $2::boolean THEN NULL ELSE clock_timestamp() + interval '1 minute' END
  WHERE id = $1 AND (NOT $2::boolean OR rest_until IS NOT NULL)`;

/**
 * Of rows that are pending, those that nobody sends at this moment: what was taken up is due again within a minute of it, and has no
 * answer before its first attempt ends. After a later one the pause is longer than that minute.
 */
const WAITS = `delivery.state = 'pending' AND (delivery.next_attempt_at > clock_timestamp() + interval '1 minute' OR (delivery.attempts = 1 AND delivery.error IS NOT NULL))`;
const ANEW = `state = 'pending', attempts = 0, next_attempt_at = clock_timestamp(), status = NULL, error = NULL, finished_at = NULL`;

/** Events that one replay sends again. */
const REPLAYED = 10_000;

/**
 * Events behind a position anew, the oldest first: the same id where there is one. What is under way stays so: nothing is sent twice side by side.
 * Answers the last one where more follow, and up to where events are no longer kept.
 */
export const REPLAY = `
  WITH behind AS MATERIALIZED (
    SELECT t.id AS target, o.position FROM delivery_target t
    JOIN outbox o ON o.position > $2 AND o.position <= (SELECT position FROM delivery_follower) AND ${FITS}
    WHERE t.id = $1 ORDER BY o.position LIMIT ${REPLAYED} + 1
  ), chosen AS MATERIALIZED (SELECT target, position FROM behind ORDER BY position LIMIT ${REPLAYED}),
  made AS (
    INSERT INTO delivery (target_id, position) SELECT target, position FROM chosen
    ON CONFLICT (target_id, position) DO UPDATE SET ${ANEW} WHERE delivery.state <> 'pending' OR ${WAITS}
  )
  SELECT (SELECT max(position) FROM chosen WHERE (SELECT count(*) FROM behind) > ${REPLAYED}) AS "goOnAfter",
    (SELECT coalesce(max(position), 0) FROM outbox_moved) AS moved`;

/** What is dead, and what waits for its next attempt. */
export const RETRY = `UPDATE delivery SET ${ANEW} WHERE target_id = $1 AND (state = 'dead' OR ${WAITS})`;

/** What waits for its next attempt, at once. */
export const HASTEN = `UPDATE delivery SET ${ANEW} WHERE target_id = $1 AND ${WAITS}`;

/** Up to where it was told stays known, so that a replay goes on there; of one whose account ended that is not known. The follower is locked. */
export const PAUSE_TARGET = `
  UPDATE delivery_target SET active = false,
    since = CASE WHEN active AND ended_at IS NULL THEN (SELECT position FROM delivery_follower) ELSE since END
  WHERE id = $1`;

export const LOCK_TARGET = `SELECT FROM delivery_target WHERE id = $1 FOR NO KEY UPDATE`;

/** Its account could be told nothing: no more deliveries are made for it. */
export const END_TARGET = `UPDATE delivery_target SET ended_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL`;

/** What was delivered is known for thirty days, what was not for ninety. */
export const FORGET = `
  DELETE FROM delivery WHERE id IN (
    (SELECT id FROM delivery WHERE state = 'delivered' AND finished_at < clock_timestamp() - interval '30 days' LIMIT 10000)
    UNION ALL (SELECT id FROM delivery WHERE state = 'dead' AND finished_at < clock_timestamp() - interval '90 days' LIMIT 10000))`;
