-- An event that the feed no longer keeps.
CREATE TABLE outbox_moved (
  id bigint PRIMARY KEY,
  position bigint NOT NULL UNIQUE CHECK (position > 0),
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL,
  action text NOT NULL,
  at timestamptz NOT NULL,
  payload jsonb NOT NULL,
  tenants uuid[] NOT NULL,
  region text,
  dataset text,
  public boolean NOT NULL,
  audit_id bigint NOT NULL,
  created_at timestamptz NOT NULL,
  request_id text,
  trace text
);

-- A contract whose records of service were moved, with all that belongs to them: none is added to it.
CREATE TABLE service_moved (
  contract_id uuid PRIMARY KEY REFERENCES contract,
  moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  records integer NOT NULL CHECK (records > 0)
);
