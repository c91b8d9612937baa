-- The words of one file of an opened bid, or (number 0) of its content.
CREATE TABLE bid_text (
  bid_id uuid NOT NULL REFERENCES bid,
  -- Its place among the documents of the bid; 0 for what the bid says in words.
  no integer NOT NULL CHECK (no >= 0),
  state text NOT NULL CHECK (state IN ('read', 'no_text', 'unreadable')),
  reason text CHECK (reason IN ('format', 'encrypted', 'too_large', 'broken', 'limits')),
  -- Letters and digits alone; of a file that is longer than is read, its beginning.
  text text,
  -- Hashes of shingles by which a passage is found again in other bids.
  fingerprints integer[] NOT NULL,
  PRIMARY KEY (bid_id, no),
  CONSTRAINT bid_text_says_why CHECK ((state = 'unreadable') = (reason IS NOT NULL)),
  CONSTRAINT bid_text_has_its_words CHECK (state <> 'read' OR text IS NOT NULL)
);

-- What the opened bids of a lot have in common, as it was computed once behind their opening.
CREATE TABLE lot_comparison (
  lot_id uuid PRIMARY KEY REFERENCES lot,
  compared_at timestamptz NOT NULL,
  result jsonb NOT NULL
);
