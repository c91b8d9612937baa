CREATE TABLE delivery_target (
  id uuid PRIMARY KEY,
  channel text NOT NULL,
  tenant uuid NOT NULL,
  events text[] NOT NULL,
  kinds text[] NOT NULL,
  since bigint NOT NULL,
  active boolean NOT NULL DEFAULT true
);
CREATE TABLE delivery_follower (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL DEFAULT 0
);
INSERT INTO delivery_follower DEFAULT VALUES;
CREATE TABLE delivery (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  target_id uuid NOT NULL REFERENCES delivery_target (id),
  position bigint,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  status integer,
  error text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  UNIQUE (target_id, position)
);
CREATE INDEX delivery_due ON delivery (next_attempt_at) WHERE state = 'pending';
CREATE INDEX delivery_order ON delivery (target_id, created_at, id);
CREATE INDEX delivery_finished ON delivery (finished_at) WHERE state = 'delivered';
CREATE TABLE webhook_endpoint (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  name text NOT NULL,
  api_key_id uuid NOT NULL REFERENCES api_key (id),
  organisation_id uuid NOT NULL REFERENCES organisation (id),
  sealed bytea NOT NULL,
  events text[] NOT NULL,
  kinds text[] NOT NULL,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled'))
);
CREATE INDEX webhook_endpoint_order ON webhook_endpoint (created_at, id);
CREATE INDEX webhook_endpoint_key ON webhook_endpoint (api_key_id);
CREATE INDEX webhook_endpoint_organisation ON webhook_endpoint (organisation_id);
