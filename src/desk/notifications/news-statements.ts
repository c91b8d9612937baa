import { CONTRACT_NEWS, FOUND, HALT_NEWS, NOT_TAKEN, REMEDY_NEWS, TENDER_NEWS } from './notification-kinds.js';

/** What happened longer ago is no news to whoever opens an inbox; it is less than what is kept, so that nothing is told twice. */
export const NEWS_DAYS = 30;
const KEPT = `interval '90 days'`;
/** SQL: when news begin. A parameter, because no index looks for what `business_now()` answers. */
const SINCE = '$7::timestamptz';
const SINCE_DAY = `(${SINCE} AT TIME ZONE 'Asia/Shanghai')::date`;

/**
 * Tells who has an inbox ($1) and acts for these bodies ($2) once each: of answers and corrections of documents that one of them
 * asked for or about, of corrections of a tender that a saved search found, and of results of lots for which one of the bodies $3
 * bid: of tenders issued after $4, where others gave the seat there; of lots that are suspended and go on also who follows the tender, and the
 * bodies $5 whose purchase it is, alone or together; of lots that come to nothing who follows the tender, and the bodies $3 whose bids were opened; of the answer
 * to a challenge and the decision on a complaint the bodies $3 that filed it; of contracts that are halted and go on the parties and joint buyers among $6.
 * Nothing is news that happened before $7. Whose a sealed bid is, no row says, and so none is told because of it.
 */
export const TELL_NEWS = `
  WITH box AS MATERIALIZED (SELECT muted FROM inbox WHERE user_id = $1 FOR NO KEY UPDATE),
  asked AS MATERIALIZED (
    SELECT a.tender_id, min(a.since) AS since FROM asking_bodies a WHERE a.organisation_id = ANY ($2::uuid[]) GROUP BY a.tender_id
  ), followed AS MATERIALIZED (
    SELECT tender_id, since FROM asked
    UNION ALL SELECT n.task_id, '-infinity' FROM notification n WHERE n.user_id = $1 AND n.kind = '${FOUND}'
  ), news AS (
    SELECT 'question_answered' AS kind, q.tender_id, q.id::text AS part, NULL::integer AS lot, NULL::date AS due
    FROM asked a JOIN published_answers q ON q.tender_id = a.tender_id AND q.answered_at >= a.since
    WHERE q.answered_at > ${SINCE}
    UNION
    SELECT 'documents_corrected', c.tender_id, c.revision::text, NULL, (c.deadline_at AT TIME ZONE 'Asia/Shanghai')::date
    FROM followed f JOIN document_corrections c ON c.tender_id = f.tender_id AND c.published_at >= f.since
    WHERE c.published_at > ${SINCE}
    UNION
    SELECT 'result_known', r.tender_id, r.result::text, r.lot_no, NULL
    FROM unnest($3::uuid[], $4::timestamptz[]) AS own(body, since) JOIN told_results r ON r.bidder_id = own.body
    WHERE r.published_on >= ${SINCE_DAY}::text AND (own.since IS NULL OR own.since <= r.issued_at)
    UNION
    SELECT e.kind, s.tender_id, s.lot_id || ' ' || extract(epoch FROM s.began), s.lot_no, NULL FROM told_suspensions s
    CROSS JOIN LATERAL (VALUES ('lot_suspended', s.began), ('lot_resumed', s.resumed)) AS e (kind, at)
    WHERE e.at > ${SINCE} AND (s.began > ${SINCE} OR s.ended > ${SINCE}) AND (
      s.side <> 'bidder' AND s.organisation_id = ANY ($5::uuid[])
      OR s.side = 'bidder' AND EXISTS (SELECT FROM unnest($3::uuid[], $4::timestamptz[]) AS own(body, since)
        WHERE own.body = s.organisation_id AND (own.since IS NULL OR own.since <= s.issued_at))
      OR s.side = 'buyer' AND EXISTS (SELECT FROM followed f WHERE f.tender_id = s.tender_id AND f.since <= e.at))
    UNION
    SELECT 'lot_ended', e.tender_id, e.lot_id || ' ' || e.fact_id, e.lot_no, NULL
    FROM followed f JOIN ended_lots e ON e.tender_id = f.tender_id AND e.ended_at >= f.since
    WHERE e.ended_at > ${SINCE}
    UNION
    SELECT 'lot_ended', e.tender_id, e.lot_id || ' ' || e.fact_id, e.lot_no, NULL
    FROM unnest($3::uuid[], $4::timestamptz[]) AS own(body, since) JOIN told_endings e ON e.bidder_id = own.body
    WHERE e.ended_at > ${SINCE} AND (own.since IS NULL OR own.since <= e.issued_at)
    UNION
    SELECT CASE r.kind WHEN 'challenge' THEN 'challenge_answered' ELSE 'complaint_decided' END, r.tender_id,
      r.id || ' ' || extract(epoch FROM r.told_at), r.lot_no, NULL
    FROM unnest($3::uuid[], $4::timestamptz[]) AS own(body, since) JOIN told_remedies r ON r.organisation_id = own.body
    WHERE r.told_at > ${SINCE} AND (own.since IS NULL OR own.since <= r.received_at)
    UNION
    SELECT e.kind, h.contract_id, h.id::text, NULL, e.due FROM told_halts h
    CROSS JOIN LATERAL (VALUES ('contract_halted', h.began_on, h.until), ('contract_resumed', h.resumed_on, NULL)) AS e (kind, on_day, due)
    WHERE h.organisation_id = ANY ($6::uuid[]) AND e.on_day >= ${SINCE_DAY}
      AND (h.began_on >= ${SINCE_DAY} OR h.ended_on >= ${SINCE_DAY})
  ), forgotten AS (
    DELETE FROM notification n WHERE n.user_id = $1 AND n.created_at < clock_timestamp() - ${KEPT}
      AND n.kind = ANY ('{${[...TENDER_NEWS, ...HALT_NEWS, ...REMEDY_NEWS, ...CONTRACT_NEWS, NOT_TAKEN].join(',')}}'::text[])
  )
  INSERT INTO notification (user_id, kind, task_id, part, lot, due_on)
  SELECT $1, n.kind, n.tender_id, n.part, n.lot, n.due FROM box JOIN news n ON n.kind <> ALL (box.muted)
  ON CONFLICT (user_id, kind, task_id, part) WHERE ended_at IS NULL DO NOTHING`;
