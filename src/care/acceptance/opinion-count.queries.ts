/**
 * SQL: how many recipients of the contract have said something for the round `a`, at least: the last word of each that was
 * recorded, silence being no opinion, or the answers of one survey that ended after the round before it. Nobody knows who
 * answered, so that whoever spoke may have answered too, and two surveys may have had the same people: none of it is added up.
 */
export const HEARD = `greatest((SELECT count(*) FROM (
    SELECT DISTINCT ON (v.recipient_id) v.verdict FROM acceptance_voice v JOIN acceptance_opinion o ON o.id = v.opinion_id
    WHERE o.acceptance_id = a.id ORDER BY v.recipient_id, o.no DESC) last WHERE last.verdict IS NOT NULL),
  (SELECT max((SELECT count(*) FROM survey_answer x WHERE x.survey_id = y.id)) FROM survey y
    WHERE y.contract_id = a.contract_id AND y.purpose = 'acceptance'
      AND (y.state = 'closed' OR (y.state = 'open' AND y.closes_on < business_today()))
      AND NOT EXISTS (SELECT FROM acceptance e WHERE e.contract_id = a.contract_id AND e.no < a.no
        AND e.concluded_on >= least(y.closes_on, (y.closed_at AT TIME ZONE 'Asia/Shanghai')::date))), 0)::int`;
