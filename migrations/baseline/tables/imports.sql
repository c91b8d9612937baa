-- Tables of imports

-- A file of notices that was uploaded, and how far it is taken.
CREATE TABLE import (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  dataset text NOT NULL CHECK (dataset ~ '^import:[a-z0-9][a-z0-9-]{0,39}$'),
  dry_run boolean NOT NULL,
  state text NOT NULL DEFAULT 'receiving' CHECK (state IN ('receiving', 'running', 'done', 'failed')),
  rows integer NOT NULL DEFAULT 0,
  accepted integer NOT NULL DEFAULT 0,
  unchanged integer NOT NULL DEFAULT 0,
  rejected integer NOT NULL DEFAULT 0,
  -- The last line that is settled: after a crash the import continues behind it.
  done_line integer NOT NULL DEFAULT 0,
  error text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  created_by uuid,
  organisation_id uuid,
  created_by_kind text NOT NULL CHECK (created_by_kind IN ('user', 'api_key', 'system')),
  CONSTRAINT import_has_an_importer CHECK ((created_by IS NULL) = (created_by_kind = 'system'))
);

-- A line of an import, as received.
CREATE TABLE import_line (
  import_id uuid NOT NULL REFERENCES import ON DELETE CASCADE,
  line integer NOT NULL,
  raw bytea NOT NULL,
  PRIMARY KEY (import_id, line)
);

-- A line of an import that was rejected, with its errors.
CREATE TABLE import_reject (
  import_id uuid NOT NULL REFERENCES import ON DELETE CASCADE,
  line integer NOT NULL,
  row_id text,
  errors jsonb NOT NULL,
  raw text NOT NULL,
  PRIMARY KEY (import_id, line)
);

-- The owner of the name of an import dataset.
CREATE TABLE import_name (
  dataset text PRIMARY KEY CHECK (dataset ~ '^import:[a-z0-9][a-z0-9-]{0,39}$'),
  -- The body that first imported under the name; null: the system itself, by its demonstration data or a command.
  organisation_id uuid,
  taken_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
