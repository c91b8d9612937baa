-- A signed statement of the instants after which bids of a tender are opened. The last one counts.
CREATE TABLE opening_instant (
  tender_id uuid NOT NULL REFERENCES tender,
  no integer NOT NULL CHECK (no >= 1),
  -- The canonical bytes (RFC 8785) that the seal covers.
  canonical bytea NOT NULL,
  key_id text NOT NULL,
  -- HMAC-SHA-256 under a key outside the database.
  seal bytea NOT NULL CHECK (octet_length(seal) = 32),
  PRIMARY KEY (tender_id, no)
);

-- A tender that was issued before instants were signed: the first process that starts signs what stands, once.
CREATE TABLE unsigned_tender (
  tender_id uuid PRIMARY KEY REFERENCES tender
);
INSERT INTO unsigned_tender (tender_id) SELECT DISTINCT tender_id FROM tender_key;

-- The signed word of each of the two persons: the number of the statement that it was given under, and its seal.
ALTER TABLE opening
  ADD COLUMN request_no integer,
  ADD COLUMN request_key text,
  ADD COLUMN request_seal bytea,
  ADD COLUMN order_no integer,
  ADD COLUMN order_key text,
  ADD COLUMN order_seal bytea;
-- What was asked for or ordered without such a word cannot be told from a row that somebody wrote: it is asked for again.
UPDATE opening SET state = 'withdrawn' WHERE state IN ('requested', 'ordered');

-- An opening that the worker refused to hold, because what the database says is not what was signed.
CREATE TABLE stopped_opening (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tender_id uuid NOT NULL REFERENCES tender,
  -- Null: the bids of the tender; else the final offers of this lot.
  lot_id uuid REFERENCES lot,
  reason text NOT NULL CHECK (reason IN ('instants_missing', 'instants_forged', 'instants_put_back', 'instants_not_anchored', 'anchors_altered', 'rows_altered', 'clock_shifted', 'clock_differs', 'deadline_ahead', 'order_forged', 'order_spent')),
  facts jsonb NOT NULL,
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz
);
CREATE INDEX stopped_opening_waiting ON stopped_opening (tender_id) WHERE ended_at IS NULL;
