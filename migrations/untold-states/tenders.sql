DROP VIEW IF EXISTS unaddressed_notices;

-- A row is a notice of a purchase conducted here, or of its contract, of which nobody has said where it stands on the official site.
-- Of corrections it is the newest alone: an earlier one may be overruled.
CREATE VIEW unaddressed_notices AS
SELECT n.id, n.tender_id, n.kind, CASE length(n.published_on) WHEN 10 THEN n.published_on::date END AS published_on, n.created_at,
  t.buyer_id, t.agent_id, t.title
FROM notice n JOIN tender t ON t.id = n.tender_id
WHERE t.conducted = 'here' AND n.url IS NULL AND n.raw IS NULL
  AND n.kind IN ('intent', 'tender', 'correction', 'result', 'contract', 'acceptance', 'failure')
  AND (n.kind <> 'correction' OR NOT EXISTS (SELECT FROM notice later WHERE later.tender_id = n.tender_id AND later.kind = 'correction'
    AND (later.created_at, later.id) > (n.created_at, n.id)));
