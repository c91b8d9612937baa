-- The region whose supervisors oversee a purchase: where it lies, as long as that is within its buyer's region; else
-- the buyer's. So no buyer escapes its own supervisor by naming another place.
CREATE FUNCTION overseen_region(region text, buyer_region text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN buyer_region IS NULL OR starts_with(region, regexp_replace(buyer_region, '^(\d*?)(00)+$', '\1'))
    THEN region ELSE buyer_region END
$$;
