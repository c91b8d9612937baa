import {
  fitsSearchSql,
  soughtColumnsSql,
  tenderWordsSql,
} from '../../../purchase/tenders/reads/saved-filters.queries.js';
import { FOUND } from '../notification-kinds.js';
import { deadlineDaySql, forgetSql } from '../notification-statements.js';
import { MOST_SEARCHES } from './saved-search.entity.js';

/** Tenders that one statement holds against all searches. */
export const CLAIM = 100;
/** How long it is kept of what somebody was told. */
const KEPT = `interval '90 days'`;

/**
 * A search that is being saved waits for who looks, and who looks for it: what is taken up is held against every search in whose
 * snapshot it is not. Each is a statement of its own, so that the next one sees what was waited for.
 */
export const LOCK_TO_SAVE = `SELECT pg_advisory_xact_lock_shared(hashtextextended('saved searches', 0))`;
export const LOCK_TO_TELL = `SELECT pg_advisory_xact_lock(hashtextextended('saved searches', 0))`;

/** Where nobody saved a search, nobody looks. */
export const PASS_OVER = `DELETE FROM announced_tender WHERE NOT EXISTS (SELECT FROM saved_search)`;

/** At the first free place; none where there is none, or where another request takes it at the same time. */
export const SAVE = `
  INSERT INTO saved_search (user_id, place, name, filters)
  SELECT $1::uuid, n, $2, $3::jsonb FROM generate_series(1, ${MOST_SEARCHES}) n
  WHERE NOT EXISTS (SELECT FROM saved_search s WHERE s.user_id = $1::uuid AND s.place = n) ORDER BY n LIMIT 1
  ON CONFLICT (user_id, place) DO NOTHING
  RETURNING id, name, filters, created_at AS "createdAt"`;

export const LIST = `
  SELECT id, name, filters, created_at AS "createdAt" FROM saved_search WHERE user_id = $1 ORDER BY created_at DESC, id`;

/** The instant is asked too: in a database that was put back into another server transactions are counted anew. */
const IS_NEWS = `(s.created_at < p.at OR EXISTS (SELECT FROM unnest(p.transactions) x WHERE NOT pg_visible_in_snapshot(x::xid8, s.seen)))`;

/**
 * Takes up what was announced, and tells each holder of an inbox once of each tender that one of their searches fits, as everybody
 * is shown it now. Another run finds other rows; who is told stands once, whoever comes first.
 */
export const TELL_FOUND = `
  WITH taken AS MATERIALIZED (
    DELETE FROM announced_tender WHERE id IN (SELECT id FROM announced_tender ORDER BY id LIMIT ${CLAIM} FOR UPDATE SKIP LOCKED)
    RETURNING tender_id, at, transaction
  ), announced AS MATERIALIZED (
    SELECT p.*, ${tenderWordsSql('p')} AS words, t.at, t.transactions
    FROM (SELECT tender_id, max(at) AS at, array_agg(transaction) AS transactions FROM taken GROUP BY tender_id) t
    JOIN published_tenders p ON p.id = t.tender_id
  ), sought AS MATERIALIZED (
    SELECT s.id, s.user_id, s.created_at, s.seen::pg_snapshot AS seen, ${soughtColumnsSql('s.filters')}
    FROM saved_search s JOIN inbox i ON i.user_id = s.user_id WHERE '${FOUND}' <> ALL (i.muted)
  ), found AS MATERIALIZED (
    SELECT DISTINCT ON (s.user_id, p.id) s.user_id, p.id AS tender, s.id AS search, ${deadlineDaySql('p')} AS due
    FROM announced p JOIN sought s ON ${IS_NEWS} AND ${fitsSearchSql('p', 's')}
    ORDER BY s.user_id, p.id, s.created_at, s.id
  ), box AS MATERIALIZED (
    SELECT i.user_id FROM inbox i WHERE i.user_id IN (SELECT user_id FROM found)
      AND EXISTS (SELECT FROM seats x WHERE x.user_id = i.user_id AND x.active) ORDER BY i.user_id FOR KEY SHARE OF i
  ), told AS (
    INSERT INTO notification (user_id, kind, task_id, search_id, due_on)
    SELECT f.user_id, '${FOUND}', f.tender, f.search, f.due FROM found f JOIN box b ON b.user_id = f.user_id
    ON CONFLICT (user_id, kind, task_id, part) WHERE ended_at IS NULL DO NOTHING
  )
  SELECT count(*)::int AS taken FROM taken`;

export const FORGET_FOUND = forgetSql(`kind = '${FOUND}' AND created_at < clock_timestamp() - ${KEPT}`);
