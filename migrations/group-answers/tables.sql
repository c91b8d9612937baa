-- What a rule over many lots answered of groups where it found nothing, once however many groups it said it of.
CREATE TABLE group_answer (
  -- So short that a group holds many of them.
  id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  indicator text NOT NULL,
  version integer NOT NULL,
  severity text NOT NULL CHECK (severity IN ('violation', 'risk', 'notice')),
  state text NOT NULL CHECK (state IN ('clear', 'insufficient_data', 'not_applicable')),
  -- Why it did not speak: a code, or the fields that are missing; empty where it did.
  code text NOT NULL,
  missing text[] NOT NULL,
  UNIQUE (indicator, version, severity, state, code, missing)
);

-- Rows of answers that found nothing of a group stay until its market is looked at next, at the latest by the next nightly screening.
ALTER TABLE bidder_group
  -- The answers that found nothing, by their numbers.
  ADD COLUMN answers smallint[],
  -- Of everything that the rules were given and said of it; null where nothing is said, or it was stored before there were numbers.
  ADD COLUMN digest bigint,
  ADD COLUMN assessed_at timestamptz;
