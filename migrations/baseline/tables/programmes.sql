-- Tables of purchase/programmes

-- What a buyer plans to purchase in one year.
CREATE TABLE programme (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  buyer_id uuid NOT NULL REFERENCES organisation,
  name text NOT NULL,
  year integer NOT NULL CHECK (year BETWEEN 1000 AND 9999),
  region text,
  budget_level text CHECK (budget_level IN ('central', 'provincial', 'below_provincial')),
  calendar jsonb NOT NULL,
  state text NOT NULL DEFAULT 'approved',
  source jsonb NOT NULL,
  written_by uuid[] NOT NULL DEFAULT '{}',
  approved_at timestamptz,
  approved_by uuid,
  CONSTRAINT programme_state CHECK (state IN ('draft', 'approved', 'adjusted', 'closed')),
  CONSTRAINT programme_is_not_approved_by_its_author
    CHECK (approved_by IS NULL OR NOT (approved_by = ANY (written_by)))
);
CREATE INDEX programme_order ON programme (created_at, id);
CREATE INDEX programme_buyer ON programme (buyer_id, year);

-- Money of a programme for one category. Amounts in fen.
CREATE TABLE budget_line (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  programme_id uuid NOT NULL REFERENCES programme,
  name text NOT NULL,
  category text,
  amount bigint NOT NULL CHECK (amount >= 0),
  source_of_funds text,
  use_by text,
  note text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX budget_line_programme ON budget_line (programme_id);

-- A request to use the money of a budget line until a later day, and the answer.
CREATE TABLE budget_extension (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  programme_id uuid NOT NULL REFERENCES programme,
  budget_line_id uuid NOT NULL REFERENCES budget_line,
  -- The last day of the line when the extension was requested, as precisely as it was known.
  use_by text NOT NULL,
  -- The requested last day.
  until date NOT NULL,
  reason text NOT NULL,
  state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'granted', 'refused', 'withdrawn')),
  requested_by uuid NOT NULL,
  requested_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  CONSTRAINT budget_extension_decided CHECK ((state = 'requested') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX budget_extension_pending ON budget_extension (budget_line_id) WHERE state = 'requested';
CREATE INDEX budget_extension_list ON budget_extension (budget_line_id, created_at, id);

-- References from tables of earlier rooms
ALTER TABLE need ADD FOREIGN KEY (programme_id) REFERENCES programme;
