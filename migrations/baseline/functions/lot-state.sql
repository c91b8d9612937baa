-- The instant at which the first rank of a reviewed lot is deemed confirmed. An upheld challenge or complaint that
-- affects the result stops it until it is remedied.
CREATE FUNCTION lot_deemed_at(lot uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT greatest(r.deems_at, (SELECT max(u.remedied_at) FROM (
    SELECT x.remedied_at FROM challenge x
    WHERE x.tender_id = l.tender_id AND (x.lot_id IS NULL OR x.lot_id = l.id) AND x.result = 'upheld' AND x.affects_result
    UNION ALL SELECT x.remedied_at FROM complaint x
    WHERE x.tender_id = l.tender_id AND (x.lot_id IS NULL OR x.lot_id = l.id)
      AND x.effect IN ('redo', 'next_rank', 'new_round', 'rescind_contract')) u))
  FROM lot_result r JOIN lot l ON l.id = r.lot_id
  WHERE l.id = $1 AND l.state = 'reviewed' AND r.deems_at IS NOT NULL AND NOT EXISTS (SELECT FROM (
    SELECT x.remedied_at FROM challenge x
    WHERE x.tender_id = l.tender_id AND (x.lot_id IS NULL OR x.lot_id = l.id) AND x.result = 'upheld' AND x.affects_result
    UNION ALL SELECT x.remedied_at FROM complaint x
    WHERE x.tender_id = l.tender_id AND (x.lot_id IS NULL OR x.lot_id = l.id)
      AND x.effect IN ('redo', 'next_rank', 'new_round', 'rescind_contract')) u
    WHERE u.remedied_at IS NULL)
$$;

-- State of a lot at an instant.
CREATE FUNCTION lot_state_at(state text, lot uuid, at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN $1 = 'reviewed' AND lot_deemed_at($2) <= $3 THEN 'confirmed' ELSE $1 END
$$;

-- State of a tender at an instant: confirmed once all of its reviewed lots are.
CREATE FUNCTION lots_state_at(state text, tender uuid, at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN $1 = 'reviewed' AND NOT EXISTS (
    SELECT FROM lot l WHERE l.tender_id = $2 AND lot_state_at(l.state, l.id, $3) = 'reviewed')
    AND EXISTS (SELECT FROM lot l WHERE l.tender_id = $2 AND l.state = 'reviewed')
    THEN 'confirmed' ELSE $1 END
$$;
