-- A row is a draft of a contract. Its award, or of a renewal the contract that it goes on from, `stands`, or is `gone` for good, as a
-- contract is that was rescinded, whatever became of it since; until the last day of a standstill, `held_until`, which the buyer
-- announced, nobody signs. A renewal is of these `lines`, from `starts_on` to `ends_on`, as it was planned when it was drafted.
CREATE OR REPLACE VIEW unsigned_drafts AS
SELECT c.id AS contract_id, c.award_id, c.renewal_of,
  CASE WHEN c.renewal_of IS NULL THEN EXISTS (SELECT FROM award a WHERE a.id = c.award_id AND a.state = 'active')
    ELSE EXISTS (SELECT FROM contract o WHERE o.id = c.renewal_of AND o.state NOT IN ('void', 'halted', 'terminated', 'rescinded')
      AND NOT EXISTS (SELECT FROM contract_ending e WHERE e.contract_id = o.id
        AND e.kind = 'rescission' AND e.state = 'carried_out')) END AS stands,
  CASE WHEN c.renewal_of IS NULL THEN NOT EXISTS (SELECT FROM award a WHERE a.id = c.award_id AND a.state = 'active')
    ELSE EXISTS (SELECT FROM contract o WHERE o.id = c.renewal_of AND (o.state IN ('void', 'terminated', 'rescinded')
      OR EXISTS (SELECT FROM contract_ending e WHERE e.contract_id = o.id
        AND e.kind = 'rescission' AND e.state = 'carried_out'))) END AS gone,
  (SELECT a.published_on::date + (t.terms ->> 'standstillDays')::int FROM award a JOIN tender t ON t.id = a.tender_id
   WHERE a.id = c.award_id AND t.conducted = 'here' AND (t.terms ->> 'standstillDays')::int > 0 AND length(a.published_on) = 10) AS held_until,
  w.lines, w.starts_on, w.ends_on
FROM contract c LEFT JOIN contract_renewal w ON w.contract_id = c.id
WHERE c.conducted = 'here' AND c.state = 'draft';
