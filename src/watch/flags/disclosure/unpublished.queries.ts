import { GROUP_TYPES } from '../../runs/assessment-types.js';

/** Answers that tell what bidders did, or how a purchase was reviewed. */
const TELLING_FAMILIES = ['rigging', 'practice'] as const;
export const isTelling = (family: string): boolean => (TELLING_FAMILIES as readonly string[]).includes(family);

/** Bodies that a finding over many lots speaks of together: their label names them. */
export const isGroup = (type: string): boolean => (GROUP_TYPES as readonly string[]).includes(type);
export const GROUPS = `('bidder_group', 'buyer_agency')`;

/** SQL: of lot `l` of purchase `t`, which is conducted here, no result is public yet: neither an award nor that it ended without one. */
const UNPUBLISHED = `t.conducted = 'here' AND l.state NOT IN ('result_published', 'contracted', 'failed', 'cancelled')
  AND NOT EXISTS (SELECT FROM awards w WHERE w.lot_id = l.id AND w.published_on IS NOT NULL)`;

/** SQL: whoever bid for a lot of purchase `t` is not told before its result; in an open tender the opening names all. */
export const NOT_NAMED = `t.method IS DISTINCT FROM 'OPEN_TENDER'`;

/**
 * SQL: the subject `s` of a flag, as its bodies were asked about it, rests on a lot whose result is not public. Of a lot that it
 * only cites it is enough that its bidders were named.
 * @param which a condition on its purchase `t`
 */
export const restsOnUnpublishedSql = (s: string, which = 'true'): string => `EXISTS (
  SELECT FROM lots l JOIN tenders t ON t.id = l.tender_id
  WHERE (l.id = ${s}.subject_id OR l.tender_id = ${s}.subject_id
    OR ${s}.subject_type IN ${GROUPS} AND l.tender_id = ANY (CASE WHEN ${s}.held_finding IS NULL THEN ${s}.uses END)
    OR ${s}.subject_type IN ${GROUPS} AND l.id = ANY (ARRAY(
      SELECT substr(x ->> 'record', length('lot:') + 1)::uuid FROM jsonb_array_elements(${s}.held_finding #> '{inputs,lots}') x))
    OR ${NOT_NAMED} AND l.id = ANY (ARRAY(SELECT substr(x ->> 'record', length('lot:') + 1)::uuid
      FROM jsonb_array_elements(coalesce(${s}.held_finding, ${s}.finding) -> 'evidence') x
      WHERE ${s}.subject_type = 'lot' AND x ->> 'record' LIKE 'lot:%')))
    AND ${which} AND ${UNPUBLISHED})`;

/** SQL: what the rule says now of subject `s` of a flag rests on a lot whose result is not public, whatever it was asked about. */
export const isJudgedOnUnpublishedSql = (s: string): string => `EXISTS (
  SELECT FROM lots l JOIN tenders t ON t.id = l.tender_id
  WHERE (l.id = ${s}.subject_id OR l.tender_id = ${s}.subject_id
    OR l.tender_id = ANY (ARRAY(SELECT unnest(k.uses) FROM risk_subject k WHERE k.subject_type = ${s}.subject_type AND k.subject_id = ${s}.subject_id))
    OR l.id = ANY (ARRAY(SELECT m.lot_id FROM bidder_group g JOIN market_lot m ON m.market_id = g.market_id WHERE g.id = ${s}.subject_id)))
    AND ${UNPUBLISHED})`;

/** SQL: ids of everything of which an answer would tell of a lot without a public result, as statements of a WITH clause. */
export const UNPUBLISHED_SUBJECTS = `
  lots_under_way AS MATERIALIZED (SELECT l.id, l.tender_id FROM lots l JOIN tenders t ON t.id = l.tender_id WHERE ${UNPUBLISHED}),
  markets_under_way AS (SELECT DISTINCT m.market_id AS id FROM market_lot m JOIN lots_under_way u ON u.id = m.lot_id),
  under_way AS MATERIALIZED (
    SELECT u.id FROM lots_under_way u UNION SELECT u.tender_id FROM lots_under_way u
    UNION SELECT m.id FROM markets_under_way m
    UNION SELECT g.id FROM bidder_group g JOIN markets_under_way m ON m.id = g.market_id)`;
