-- A row is a need that waits for a step, for what was planned, or for another year; `keepers` are the bodies whose it is: what residents suggest in a community whose record
-- nobody keeps is also that of the bodies that answer for the community's lines, where there is a committee once that has accepted it. It is `described` once it can be verified: words or
-- a document show it, and it is known how many need it.
CREATE OR REPLACE VIEW open_needs AS
SELECT n.id, n.title, n.state, n.updated_at, n.service_line_id,
  coalesce(n.headcount > 0, false) AND (coalesce(n.evidence ~ '\S', false)
    OR EXISTS (SELECT FROM document_reference d WHERE d.root_type = 'need' AND d.root_id = n.id)) AS described,
  ARRAY(SELECT k.body FROM (SELECT n.owner_id AS body UNION SELECT c.committee_id FROM community c WHERE c.id = n.community_id
    UNION SELECT c.owner_id FROM community c WHERE c.id = n.community_id
    UNION SELECT s.responsible_id FROM service_line s WHERE s.id = n.service_line_id
    UNION SELECT c.committee_id FROM service_line_community l JOIN community c ON c.id = l.community_id
      WHERE l.service_line_id = n.service_line_id
    UNION SELECT s.responsible_id FROM community c JOIN service_line_community l ON l.community_id = c.id
      JOIN service_line s ON s.id = l.service_line_id
      WHERE c.id = n.community_id AND c.owner_id IS NULL AND n.owner_id IS NULL
        AND (c.committee_id IS NULL OR n.state <> 'suggested')) k WHERE k.body IS NOT NULL) AS keepers
FROM need n WHERE n.state IN ('suggested', 'recorded', 'verified', 'planned', 'unmet');
