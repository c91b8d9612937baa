-- Somebody who works for an agency, known by a number to everybody else.
CREATE TABLE worker (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL,
  organisation_id uuid NOT NULL REFERENCES organisation,
  -- Issued here, per body; never given to somebody else.
  no integer NOT NULL CHECK (no >= 1),
  kind text NOT NULL CHECK (kind IN ('licensed_social_worker', 'assistant', 'volunteer', 'supervisor')),
  -- Number of the certificate.
  licence text,
  -- Encrypted with a key outside the database, bound to this row.
  name bytea NOT NULL,
  since date NOT NULL,
  -- Last day of work.
  until date,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'left')),
  UNIQUE (organisation_id, no),
  CONSTRAINT worker_leaves_after_coming CHECK (until >= since),
  CONSTRAINT worker_left_on_a_day CHECK ((state = 'left') = (until IS NOT NULL)),
  CONSTRAINT worker_licensed_by_a_licence CHECK (kind <> 'licensed_social_worker' OR licence IS NOT NULL)
);
