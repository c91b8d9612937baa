-- Tables of kernel

-- The distance of business time from the wall clock, in one row. Empty in production, where business time is the wall
-- clock.
CREATE TABLE business_time (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  behind interval NOT NULL,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- One request with an Idempotency-Key and its stored answer, which a retry with the same body gets again.
CREATE TABLE idempotent_request (
  principal text NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  body_key text NOT NULL,
  body_hmac bytea NOT NULL,
  status integer NOT NULL,
  etag text,
  answer json,
  problem json,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotent_request_age ON idempotent_request (created_at);

-- One entry of the audit, linked to the entry before it of the same aggregate. canonical holds the sealed bytes (RFC
-- 8785) of everything the entry says; the other columns repeat them for queries and are compared with them on
-- verification. seal = HMAC-SHA-256(key outside the database, canonical), and canonical contains prev.
CREATE TABLE audit_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  at timestamptz NOT NULL,
  action text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'system', 'public')),
  actor_id text,
  tenants uuid[] NOT NULL,
  region text,
  dataset text,
  public boolean NOT NULL,
  key_id text NOT NULL,
  canonical bytea NOT NULL,
  prev bytea NOT NULL CHECK (octet_length(prev) = 32),
  seal bytea NOT NULL CHECK (octet_length(seal) = 32),
  UNIQUE (aggregate_type, aggregate_id, seq)
);
CREATE INDEX audit_entry_actor ON audit_entry (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_entry_at ON audit_entry USING brin (at);

-- One signed statement of the chain heads that moved since the previous anchor, up to an outbox position.
CREATE TABLE audit_anchor (
  no bigint PRIMARY KEY CHECK (no > 0),
  at timestamptz NOT NULL,
  position bigint NOT NULL,
  leaves integer NOT NULL CHECK (leaves > 0),
  -- The very line of the anchor file.
  line text NOT NULL
);

-- One chain head that an anchor covers.
CREATE TABLE audit_anchor_leaf (
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL,
  seq integer NOT NULL,
  seal bytea NOT NULL,
  anchor bigint NOT NULL REFERENCES audit_anchor,
  PRIMARY KEY (aggregate_type, aggregate_id, seq)
);
CREATE INDEX audit_anchor_leaf_anchor ON audit_anchor_leaf (anchor);

-- One published change, written in the transaction that made it and delivered later by the relay.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Assigned by the relay to committed rows, without gaps, in the order of their ids; a row that commits late gets a
  -- late position. Readers follow it and lose nothing.
  position bigint UNIQUE CHECK (position > 0),
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
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX outbox_unplaced ON outbox (id) WHERE position IS NULL;

-- How far the relay has enqueued events, in one row.
CREATE TABLE outbox_relay (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  -- Every event up to this position has reached the queue.
  enqueued bigint NOT NULL DEFAULT 0
);

-- What a job owes one subject: work is due while done < wanted.
CREATE TABLE job_subject (
  job text NOT NULL,
  subject text NOT NULL,
  wanted bigint NOT NULL DEFAULT 1,
  done bigint NOT NULL DEFAULT 0,
  -- The generation on which its attempts ran out.
  failed bigint,
  wanted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (job, subject)
);
CREATE INDEX job_subject_owed ON job_subject (wanted_at) WHERE done < wanted;

-- The id that another system gives a root, unique by kind of root and dataset.
CREATE TABLE external_id (
  root_type text NOT NULL,
  dataset text NOT NULL,
  system text NOT NULL,
  value text NOT NULL,
  root_id uuid NOT NULL,
  PRIMARY KEY (root_type, dataset, system, value)
);
CREATE INDEX external_id_root ON external_id (root_id);

-- One uploaded file of a body.
CREATE TABLE document (
  id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  organisation_id uuid NOT NULL,
  uploaded_by text NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size > 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  UNIQUE (organisation_id, sha256, name, media_type)
);

-- One root that refers to a document.
CREATE TABLE document_reference (
  document_id uuid NOT NULL REFERENCES document,
  root_type text NOT NULL,
  root_id uuid NOT NULL,
  PRIMARY KEY (document_id, root_type, root_id)
);
CREATE INDEX document_reference_root ON document_reference (root_id);
