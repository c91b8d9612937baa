import { signingRestsSql } from '../../tenders/reads/tender-parts.queries.js';

const day = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date::text`;

/**
 * SQL: the days on which the law forbade to sign for the lot `lot` of the tender `tender`: a challenge that may affect the result
 * was open (Regulation article 54; of one that a calendar announced later found late, until then), the purchase was suspended (Law article 57), what was upheld or decided was not carried
 * out. The row of a challenge knows how it stands; since when it was in scope, and when its buyer said that it cannot affect the
 * result or its challenger withdrew it, is read from what was done, as every suspension is; what came on paper, or was done on paper, was done on the day on
 * which it came or was done. What was recorded by mistake came on no day, and held the signing up all the same: from its entry until it was void.
 */
export function signingRests(lot: string, tender: string): string {
  const about = `x.tender_id = ${tender} AND (x.lot_id IS NULL OR ${lot} IS NULL OR x.lot_id = ${lot})`;
  const applied = `LEFT JOIN remedy_application p ON p.remedy_id = x.id AND p.lot_id = ${lot}`;
  return `(SELECT coalesce(jsonb_agg(jsonb_build_object('from', s.began, 'to', s.ended) ORDER BY s.began, s.ended), '[]') FROM (
    SELECT e.began, CASE WHEN x.state = 'voided' THEN e.voided WHEN x.state <> 'received' OR x.no_effect_reason IS NOT NULL OR x.scope = 'late'
        THEN coalesce(least(${day('x.answered_at')}, e.ended), e.began) END AS ended
      FROM challenge x CROSS JOIN LATERAL (
        SELECT min(done.day) FILTER (WHERE done.action IN ('state_no_effect', 'withdraw', 'record_withdrawal')
            OR (x.scope = 'late' AND done.action = 'determined_anew' AND done.data ->> 'scope' = 'late')) AS ended,
          min(done.entered) FILTER (WHERE done.action = 'void') AS voided,
          min(CASE WHEN x.state = 'voided' THEN done.entered ELSE done.day END) FILTER (WHERE done.action IN ('received', 'take_up', 'determined_anew')
            AND done.data ->> 'scope' IN ('in_scope', 'undetermined')) AS began
        FROM (SELECT d.action, d.data, ${day('d.at')} AS entered, coalesce(d.data ->> 'receivedOn', d.data ->> 'on', ${day('d.at')}) AS day
          FROM (SELECT a.action, a.at, convert_from(a.canonical, 'UTF8')::jsonb -> 'data' AS data FROM audit_entry a
            WHERE a.aggregate_type = 'challenge' AND a.aggregate_id = x.id::text) d) done) e
      WHERE ${about} AND e.began IS NOT NULL
    UNION ALL SELECT ${day('x.answered_at')}, ${day('least(p.applied_at, x.remedied_at)')}
      FROM challenge x ${applied} WHERE ${about} AND x.result = 'upheld' AND x.affects_result
    UNION ALL SELECT ${day('x.decided_at')}, ${day('least(p.applied_at, x.remedied_at)')}
      FROM complaint x ${applied} WHERE ${about} AND x.effect NOT IN ('none', 'to_court', 'compensation')
    UNION ALL SELECT t.began, t.ended FROM (
      SELECT done.action, ${day('done.at')} AS began, lead(${day('done.at')}) OVER (ORDER BY done.seq) AS ended FROM audit_entry done
      WHERE done.aggregate_type = 'lot' AND done.aggregate_id = ${lot}::text AND done.action IN ('suspend', 'resume', 'resume_after_limit', 'resume_at_end', 'end_by_decision')) t
      WHERE t.action = 'suspend') s)`;
}

signingRestsSql.contribute(signingRests);
