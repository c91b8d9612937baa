-- The instant at which the first rank of a reviewed lot is deemed confirmed. An upheld challenge or complaint that
-- affects the result stops it until it is carried out on this lot, or does not touch it (effect none); other lots of the
-- tender may still wait for the same remedy.
CREATE OR REPLACE FUNCTION lot_deemed_at(lot uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT greatest(r.deems_at, u.settled_at)
  FROM lot_result r JOIN lot l ON l.id = r.lot_id
  CROSS JOIN LATERAL (
    SELECT max(s.at) AS settled_at, bool_or(s.at IS NULL) AS waits
    FROM (
      SELECT least(p.applied_at, x.remedied_at) AS at
      FROM challenge x LEFT JOIN remedy_application p ON p.remedy_id = x.id AND p.lot_id = l.id
      WHERE x.tender_id = l.tender_id AND (x.lot_id IS NULL OR x.lot_id = l.id) AND x.result = 'upheld' AND x.affects_result
      UNION ALL
      SELECT least(p.applied_at, x.remedied_at)
      FROM complaint x LEFT JOIN remedy_application p ON p.remedy_id = x.id AND p.lot_id = l.id
      WHERE x.tender_id = l.tender_id AND (x.lot_id IS NULL OR x.lot_id = l.id)
        AND x.effect IN ('redo', 'next_rank', 'new_round', 'rescind_contract')
    ) s
  ) u
  WHERE l.id = $1 AND l.state = 'reviewed' AND r.deems_at IS NOT NULL AND u.waits IS NOT TRUE
$$;
