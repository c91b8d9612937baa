DROP VIEW IF EXISTS unstated_thresholds;

-- A row is a purchase that is prepared here by a method that needs no approval below the open-tender threshold, while nobody has stated
-- that threshold for its place and level: it cannot be issued until somebody does. What nobody has read quoted (confidence C) is not stated.
CREATE VIEW unstated_thresholds AS
SELECT t.id AS tender_id, t.region, t.budget_level AS level, t.created_at
FROM tender t
WHERE t.conducted = 'here' AND t.state IN ('draft', 'in_review', 'planned', 'intent_published') AND t.method <> 'OPEN_TENDER'
  AND t.region IS NOT NULL AND t.budget_level IS NOT NULL
  AND NOT EXISTS (SELECT FROM open_tender_threshold x WHERE x.kind = 'open_tender' AND x.object = 'services' AND x.confidence <> 'C'
    AND x.level = t.budget_level AND x.region IN ('CN', t.region, left(t.region, 4) || '00', left(t.region, 2) || '0000')
    AND business_today() >= x.effective_from AND (x.effective_to IS NULL OR business_today() <= x.effective_to));
