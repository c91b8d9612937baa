/**
 * SQL: who took part in the subject `s` of a flag beside the bodies that it is about, one column of ids: the agent that
 * conducted the purchase, who evaluates the contract or is published to have evaluated it, the committees of the communities it
 * serves. A finding may turn on them (that evaluator and agency are one person), so they may be asked, and are heard once they were.
 */
export const bodiesBesideSql = (s: string): string => `
  SELECT t.agent_id AS id FROM tenders t WHERE t.id = CASE ${s}.subject_type WHEN 'tender' THEN ${s}.subject_id
    WHEN 'lot' THEN (SELECT l.tender_id FROM lots l WHERE l.id = ${s}.subject_id)
    WHEN 'contract' THEN (SELECT c.tender_id FROM contracts c WHERE c.id = ${s}.subject_id) END
  UNION SELECT e.evaluator_id FROM evaluations e
    WHERE ${s}.subject_type = 'contract' AND e.contract_id = ${s}.subject_id AND e.state <> 'cancelled'
  UNION SELECT p.evaluator::uuid FROM published_evaluations p WHERE ${s}.subject_type = 'contract' AND p.contract_id = ${s}.subject_id
  UNION SELECT k.committee_id FROM contract_service_lines l JOIN service_line_communities k ON k.service_line_id = l.service_line_id
    WHERE ${s}.subject_type = 'contract' AND l.contract_id = ${s}.subject_id`;

/** SQL: the bodies that the subject `s` of a flag is about, and who took part in it beside; one column of ids. */
export const concernedBodiesSql = (s: string): string => `
  SELECT b.id FROM (SELECT unnest(${s}.bodies) AS id UNION ${bodiesBesideSql(s)}) b WHERE b.id IS NOT NULL`;

/** SQL: the body of the row `a` of `flag_ask` is still one of them, of some subject of its flag: a correction may have put another one in its place. */
export const isStillConcernedSql = (
  a: string,
): string => `EXISTS (SELECT FROM flag_subject s WHERE s.flag_id = ${a}.flag_id
  AND (${a}.organisation_id = ANY (s.bodies) OR ${a}.organisation_id IN (${bodiesBesideSql('s')})))`;
