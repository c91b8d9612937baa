import { idsSql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { daySql } from '../../facts/loading/fact-fragments.queries.js';
import { isHubSql, type TouchedSubject } from '../expansion.queries.js';

/** One at a time on the shares of a purchase: who reads it last also writes last. Taken before every lock of a subject. */
const LOCK_SHARES = `SELECT count(pg_advisory_xact_lock(hashtextextended(id::text, 601))) AS held FROM unnest($1::uuid[]) AS id`;

/** SQL: 16 bytes of a list. */
const digestSql = (...columns: string[]): string => `md5(jsonb_build_array(${columns.join(', ')})::text)::uuid`;

/** SQL: what purchases `$1` add to their buyer: all columns that the facts of a buyer are read from (facts, body.queries.ts). */
const OF_BUYERS = `
  SELECT t.id AS tender_id, 'buyer' AS body_type, t.buyer_id AS body_id,
    ${digestSql(
      't.dataset',
      't.key',
      'g.awards',
      'CASE WHEN g.awards IS NOT NULL THEN t.conflicts END',
      `(SELECT jsonb_agg(x.service_line_id ORDER BY x.service_line_id) FROM tender_service_lines x WHERE x.tender_id = t.id)`,
    )} AS digest,
    CASE WHEN g.awards IS NOT NULL THEN ${daySql('t.last_fact_at')}::date END AS learned_on
  FROM tenders t CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(a.id, l.no, a.supplier_id, a.awarded_on) ORDER BY a.id) AS awards
    FROM awards a JOIN lots l ON l.id = a.lot_id WHERE a.tender_id = t.id AND a.stands) g
  WHERE t.id = ANY (${idsSql('$1')}) AND t.buyer_id IS NOT NULL`;

/** SQL: the same of the agencies that signed: their contracts, the lines of these, and what was published of their evaluations. */
const OF_AGENCIES = `
  SELECT c.tender_id, 'agency' AS body_type, c.supplier_id AS body_id,
    ${digestSql(`jsonb_agg(jsonb_build_array(c.id, c.dataset, c.key, c.buyer_id, c.amount, c.signed_on, c.window_start, c.window_end,
      c.terminated_on, c.lot_no, c.conflicts, c.tender_conflicts,
      (SELECT jsonb_agg(x.service_line_id ORDER BY x.service_line_id) FROM contract_service_lines x WHERE x.contract_id = c.id AND x.signed),
      (SELECT jsonb_agg(jsonb_build_array(e.id, e.kind, e.published_on, e.score, e.evaluator) ORDER BY e.id)
       FROM published_evaluations e WHERE e.contract_id = c.id)) ORDER BY c.id)`)} AS digest,
    ${daySql('max(c.learned_at)')}::date AS learned_on
  FROM signed_contracts c WHERE c.tender_id = ANY (${idsSql('$1')}) AND c.supplier_id IS NOT NULL GROUP BY c.tender_id, c.supplier_id`;

/**
 * Keeps the shares. Of a share that is what it was but was learned later a body is told once a day: it is judged at the last
 * day on which anything was learned of any.
 */
const FOLLOW = `
  WITH found AS MATERIALIZED (${OF_BUYERS} UNION ALL ${OF_AGENCIES}),
  gone AS (
    DELETE FROM body_share s WHERE s.tender_id = ANY (${idsSql('$1')}) AND NOT EXISTS (
      SELECT FROM found n WHERE n.tender_id = s.tender_id AND n.body_type = s.body_type AND n.body_id = s.body_id)
    RETURNING s.body_type, s.body_id
  ), written AS (
    INSERT INTO body_share AS s (tender_id, body_type, body_id, digest, learned_on)
    SELECT tender_id, body_type, body_id, digest, learned_on FROM found ORDER BY 1, 2, 3
    ON CONFLICT (tender_id, body_type, body_id) DO UPDATE SET digest = EXCLUDED.digest, learned_on = EXCLUDED.learned_on
    WHERE (s.digest, s.learned_on) IS DISTINCT FROM (EXCLUDED.digest, EXCLUDED.learned_on)
  ), otherwise AS (
  SELECT n.body_type AS type, n.body_id AS id FROM found n
  LEFT JOIN body_share b ON b.tender_id = n.tender_id AND b.body_type = n.body_type AND b.body_id = n.body_id
  WHERE b.digest IS DISTINCT FROM n.digest OR n.learned_on IS DISTINCT FROM b.learned_on AND NOT EXISTS (
    SELECT FROM body_share o WHERE o.body_id = n.body_id AND o.body_type = n.body_type AND o.learned_on >= n.learned_on)
  UNION SELECT body_type, body_id FROM gone
  )
  SELECT b.type, b.id, ${isHubSql('r')} AS hub FROM otherwise b
  LEFT JOIN risk_subject r ON r.subject_type = b.type AND r.subject_id = b.id ORDER BY b.type, b.id`;

/** Purchases that were never followed: whom they were of before nobody kept. */
const COUNT_UNFOLLOWED = `
  SELECT count(*)::integer AS n FROM unnest($1::uuid[]) AS g(id)
  WHERE NOT EXISTS (SELECT FROM body_share s WHERE s.tender_id = g.id)`;

/**
 * The bodies with which it is otherwise since purchases were last followed: all else that changed of these purchases is nothing
 * that is judged of a body. A purchase that was never followed is new to its bodies, and may have been of others before.
 */
export async function followShares(
  tx: Tx,
  tenders: readonly string[],
): Promise<{ bodies: TouchedSubject[]; unfollowed: boolean }> {
  if (tenders.length === 0) return { bodies: [], unfollowed: false };
  await tx.runPreparedQuery(LOCK_SHARES, [[...tenders].sort()]);
  const [row] = await tx.runPreparedQuery<{ n: number }>(COUNT_UNFOLLOWED, [tenders]);
  return { bodies: await tx.runPreparedQuery<TouchedSubject>(FOLLOW, [tenders]), unfollowed: (row?.n ?? 0) > 0 };
}

/**
 * Follows purchases whose bodies are about to be judged anew, whatever it is with them: a change that comes later finds what they
 * were judged with.
 */
export async function recordShares(tx: Tx, tenders: readonly string[]): Promise<void> {
  if (tenders.length === 0) return;
  await tx.runPreparedQuery(LOCK_SHARES, [[...tenders].sort()]);
  await tx.runPreparedQuery(FOLLOW, [tenders]);
}
