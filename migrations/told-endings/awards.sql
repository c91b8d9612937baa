DROP VIEW IF EXISTS ended_lots, told_endings, told_remedies;

-- A row is a lot that is conducted here and has failed or was cancelled, and when that was said to the public: the last time, where its
-- failure was undone before. Of a purchase that ended as a whole each lot has the one notice, but for those that had ended before.
CREATE VIEW ended_lots AS
SELECT l.tender_id, l.id AS lot_id, l.no AS lot_no, f.id AS fact_id, f.recorded_at AS ended_at
FROM lot l JOIN tender t ON t.id = l.tender_id AND t.conducted = 'here'
CROSS JOIN LATERAL (
  SELECT x.id, x.recorded_at FROM fact x
  WHERE x.subject_type = 'tender' AND x.subject_id = l.tender_id AND x.kind IN ('failure', 'cancellation') AND x.replaces IS NULL
    AND coalesce(x.lot, l.no) = l.no
  ORDER BY x.lot NULLS LAST, x.seq DESC LIMIT 1
) AS f
WHERE l.state IN ('failed', 'cancelled');

-- A row is such a lot, for each body whose bid for it was opened. Whose a sealed bid is no row says. It is read for that body alone.
CREATE VIEW told_endings AS
SELECT b.bidder_id, e.tender_id, e.lot_id, e.lot_no, e.fact_id, e.ended_at,
  (SELECT min(v.published_at) FROM tender_revision v WHERE v.tender_id = e.tender_id) AS issued_at
FROM bid b JOIN ended_lots e ON e.lot_id = b.lot_id
WHERE b.state IS NOT NULL AND b.bidder_id IS NOT NULL;

-- A row is a challenge that was answered, or set aside, or a complaint that was decided, or not accepted, for the body that filed it;
-- not what it says. It is read for that body alone.
CREATE VIEW told_remedies AS
SELECT x.challenger_id AS organisation_id, 'challenge' AS kind, x.id, x.tender_id, l.no AS lot_no, x.received_at, x.answered_at AS told_at
FROM challenge x LEFT JOIN lot l ON l.id = x.lot_id
WHERE x.state IN ('answered', 'out_of_scope') AND x.answered_at IS NOT NULL
UNION ALL
SELECT x.complainant_id, 'complaint', x.id, x.tender_id, l.no, x.received_at,
  coalesce(x.decided_at, x.refused_on::timestamp AT TIME ZONE 'Asia/Shanghai')
FROM complaint x LEFT JOIN lot l ON l.id = x.lot_id
WHERE x.state IN ('decided', 'refused');
