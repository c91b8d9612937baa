-- Tables of purchase/bids

-- One bid for one lot, opened here or recorded from elsewhere. Price in fen.
CREATE TABLE bid (
  -- For a recorded bid the id of the fact that states it.
  id uuid PRIMARY KEY,
  tender_id uuid NOT NULL REFERENCES tender,
  lot_id uuid NOT NULL REFERENCES lot,
  bidder_id uuid REFERENCES organisation,
  price bigint CHECK (price >= 0),
  rank integer CHECK (rank >= 1),
  score numeric,
  status text CHECK (status IN ('valid', 'rejected', 'withdrawn')),
  version integer NOT NULL DEFAULT 1,
  -- Null for a bid that is recorded from elsewhere.
  state text,
  envelope_id uuid UNIQUE,
  received_at timestamptz,
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- The revision of the documents that it answers.
  revision integer CHECK (revision >= 1),
  -- What was sealed, as it was opened; null where it could not be read.
  content jsonb,
  -- What its bidder, and nobody else, learns with the result.
  told jsonb
);
CREATE INDEX bid_lot ON bid (lot_id);
CREATE INDEX bid_tender ON bid (tender_id);
CREATE INDEX bid_bidder ON bid (bidder_id);

-- A key pair to which bids of a tender are sealed.
CREATE TABLE tender_key (
  tender_id uuid NOT NULL REFERENCES tender,
  purpose text NOT NULL CHECK (purpose IN ('identity', 'content')),
  public_key bytea NOT NULL,
  -- Id of the key under which the private half is wrapped.
  wrapped_by text NOT NULL,
  wrapped bytea NOT NULL,
  PRIMARY KEY (tender_id, purpose)
);

-- One sealed bid. The row names no lot, body, number or time, and nothing else is written where one is.
CREATE TABLE sealed_envelope (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- HMAC of body and lot under a key outside the database.
  blind bytea NOT NULL UNIQUE,
  size_class integer NOT NULL,
  ciphertext bytea NOT NULL
);

-- An opening of bids, requested by one person and ordered by another.
CREATE TABLE opening (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tender_id uuid NOT NULL REFERENCES tender,
  state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'withdrawn', 'ordered', 'held')),
  requested_at timestamptz NOT NULL,
  requested_by uuid NOT NULL,
  ordered_at timestamptz,
  ordered_by uuid,
  held_at timestamptz,
  CONSTRAINT opening_is_ordered_by_another CHECK (ordered_by IS NULL OR ordered_by <> requested_by),
  CONSTRAINT opening_is_ordered CHECK (state NOT IN ('ordered', 'held') OR ordered_by IS NOT NULL)
);
CREATE UNIQUE INDEX opening_one ON opening (tender_id) WHERE state IN ('requested', 'ordered');

-- A file of an opened bid, written by the opening. Before it the file is named only in what is sealed.
CREATE TABLE bid_file (
  bid_id uuid NOT NULL REFERENCES bid,
  -- Its place among the documents of the bid.
  no integer NOT NULL CHECK (no >= 1),
  name text NOT NULL,
  size bigint NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  state text NOT NULL CHECK (state IN ('readable', 'altered', 'missing', 'not_given')),
  media_type text,
  print jsonb,
  handle text,
  PRIMARY KEY (bid_id, no),
  CONSTRAINT bid_file_has_its_handle CHECK (state NOT IN ('readable', 'altered') OR handle IS NOT NULL)
);
