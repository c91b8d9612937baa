-- Tables of purchase/awards

-- The supplier to whom a lot is awarded. Amount in fen.
CREATE TABLE award (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tender_id uuid NOT NULL REFERENCES tender,
  lot_id uuid NOT NULL REFERENCES lot,
  supplier_id uuid REFERENCES organisation,
  amount bigint CHECK (amount >= 0),
  decided_on text CHECK (decided_on ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  published_on text CHECK (published_on ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  state text NOT NULL DEFAULT 'active'
    CHECK (state IN ('pending', 'active', 'contracted', 'refused', 'invalidated', 'cancelled')),
  fact_id uuid REFERENCES fact,
  version integer NOT NULL DEFAULT 1,
  bid_id uuid REFERENCES bid,
  rank integer CHECK (rank >= 1),
  -- Decided by the passing of the period.
  deemed boolean NOT NULL DEFAULT false,
  -- The report it follows: a supplier whose award was invalidated may win again by another report.
  report_hash bytea CHECK (octet_length(report_hash) = 32),
  ended_on date,
  end_reason text,
  -- Ended by a remedy: a later report of the same panel does not bring the supplier back.
  remedied boolean NOT NULL DEFAULT false,
  CONSTRAINT award_is_said_or_pending CHECK (fact_id IS NOT NULL OR state IN ('pending', 'cancelled'))
);
CREATE INDEX award_tender ON award (tender_id);
CREATE INDEX award_supplier ON award (supplier_id);
CREATE UNIQUE INDEX award_one_active ON award (lot_id) WHERE state IN ('pending', 'active', 'contracted');

-- A challenge (质疑) to the buyer.
CREATE TABLE challenge (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  tender_id uuid NOT NULL REFERENCES tender,
  lot_id uuid REFERENCES lot,
  region text,
  buyer_id uuid REFERENCES organisation,
  agent_id uuid REFERENCES organisation,
  received_at timestamptz NOT NULL,
  filed_by uuid,
  grounds text NOT NULL,
  requests text NOT NULL,
  remedied_at timestamptz,
  challenger_id uuid NOT NULL REFERENCES organisation,
  stage text NOT NULL CHECK (stage IN ('documents', 'process', 'result')),
  known_on date,
  -- What was found on receipt. Only a challenge in scope blocks.
  scope text NOT NULL CHECK (scope IN ('in_scope', 'late', 'took_no_part', 'undetermined')),
  last_day date,
  state text NOT NULL CHECK (state IN ('received', 'answered', 'out_of_scope', 'withdrawn')),
  no_effect_reason text,
  result text CHECK (result IN ('upheld', 'not_upheld')),
  affects_result boolean,
  answered_at timestamptz,
  answer text,
  CONSTRAINT challenge_check CHECK ((state = 'answered') = (result IS NOT NULL))
);
CREATE INDEX challenge_tender ON challenge (tender_id);

-- A complaint (投诉) to the finance authority.
CREATE TABLE complaint (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  tender_id uuid NOT NULL REFERENCES tender,
  lot_id uuid REFERENCES lot,
  region text,
  buyer_id uuid REFERENCES organisation,
  agent_id uuid REFERENCES organisation,
  received_at timestamptz NOT NULL,
  filed_by uuid,
  grounds text NOT NULL,
  requests text NOT NULL,
  remedied_at timestamptz,
  complainant_id uuid NOT NULL REFERENCES organisation,
  challenge_id uuid REFERENCES challenge,
  state text NOT NULL CHECK (state IN ('received', 'to_correct', 'accepted', 'refused', 'decided', 'withdrawn')),
  correction_asked_on date,
  corrected_on date,
  -- Days that do not count towards the period; the last range is open while an appraisal runs.
  appraisals jsonb NOT NULL DEFAULT '[]',
  refusal_ground text,
  result text CHECK (result IN ('upheld', 'rejected')),
  effect text,
  decided_at timestamptz,
  decision text,
  reference text,
  CONSTRAINT complaint_check CHECK ((state = 'decided') = (result IS NOT NULL))
);
CREATE INDEX complaint_tender ON complaint (tender_id);

-- The buyer's confirmation of the result of a lot: the report's delivery, the five working days, objections and ties.
CREATE TABLE lot_result (
  lot_id uuid PRIMARY KEY REFERENCES lot,
  review_id uuid NOT NULL REFERENCES review,
  delivered_at timestamptz NOT NULL,
  delivered_by uuid,
  -- Why the buyer itself recorded that it has the report.
  receipt_reason text,
  -- The five working days count from the day after; a suspension lets them begin anew.
  runs_from timestamptz NOT NULL,
  -- False where a remedy sent the decision back: the law deems only what follows from the report.
  deeming boolean NOT NULL DEFAULT true,
  -- The last instant at which something stood in the way of the clock.
  cleared_at timestamptz,
  -- The instant from which the first rank is deemed confirmed; null: never, as things stand.
  deems_at timestamptz,
  objection text,
  objected_at timestamptz,
  objected_by uuid,
  ties jsonb NOT NULL DEFAULT '[]',
  proposal_reason text,
  proposed_at timestamptz,
  proposed_by uuid,
  CONSTRAINT lot_result_check CHECK ((objection IS NULL) = (objected_at IS NULL)),
  CONSTRAINT lot_result_check1 CHECK ((proposal_reason IS NULL) = (proposed_at IS NULL)),
  CONSTRAINT lot_result_check2 CHECK (deems_at IS NULL OR (deeming AND objection IS NULL))
);
CREATE INDEX lot_result_deems ON lot_result (deems_at);

-- An upheld challenge or complaint that was carried out on a lot.
CREATE TABLE remedy_application (
  -- Id of a challenge or a complaint.
  remedy_id uuid NOT NULL,
  lot_id uuid NOT NULL REFERENCES lot,
  effect text NOT NULL,
  applied_at timestamptz NOT NULL,
  PRIMARY KEY (remedy_id, lot_id)
);

-- The order drawn among bids that are equal. It is drawn once, so that ordering another review cannot repeat the
-- draw.
CREATE TABLE lot_draw (
  lot_id uuid NOT NULL REFERENCES lot,
  -- The tied bids, sorted.
  bids uuid[] NOT NULL CHECK (array_length(bids, 1) >= 2),
  tie jsonb NOT NULL,
  PRIMARY KEY (lot_id, bids)
);

-- The day on which the bond of a bid went back to its bidder (Regulation article 33).
CREATE TABLE bond_refund (
  bid_id uuid PRIMARY KEY REFERENCES bid,
  refunded_on date NOT NULL,
  -- Number of the document that proves it.
  reference text,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL
);

-- References from tables of earlier rooms
ALTER TABLE suspension_spell ADD FOREIGN KEY (remedy_id) REFERENCES complaint;
