-- Tables of purchase/reviews

-- The review of one lot by a panel.
CREATE TABLE review (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tender_id uuid NOT NULL REFERENCES tender,
  lot_id uuid NOT NULL REFERENCES lot,
  state text NOT NULL DEFAULT 'appointed'
    CHECK (state IN ('appointed', 'declared', 'scoring', 'locked', 'revealed', 'reported', 'dissolved')),
  -- Technically complex or of large social impact, by the buyer's word: a tender's panel then has seven members.
  demanding boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  reported_at timestamptz,
  -- As it was signed: totals, ranks, members, grounds. Never computed again.
  report jsonb,
  report_hash bytea CHECK (octet_length(report_hash) = 32),
  CONSTRAINT review_check CHECK ((report IS NULL) = (report_hash IS NULL)),
  CONSTRAINT review_check1 CHECK (state <> 'reported' OR report IS NOT NULL)
);
CREATE UNIQUE INDEX review_one_of_lot ON review (lot_id) WHERE state <> 'dissolved';
CREATE INDEX review_tender ON review (tender_id);

-- A member of a panel.
CREATE TABLE review_member (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  review_id uuid NOT NULL REFERENCES review,
  user_id uuid NOT NULL REFERENCES app_user,
  kind text NOT NULL CHECK (kind IN ('expert', 'buyer_representative')),
  appointed_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_ground text CHECK (end_ground IN ('recusal', 'absence', 'health', 'special')),
  end_reason text,
  locked_at timestamptz,
  signed_at timestamptz,
  dissent text,
  -- Written down by others: a member who neither signs nor says why agrees.
  unsigned_reason text,
  CONSTRAINT review_member_check1 CHECK (dissent IS NULL OR signed_at IS NOT NULL),
  CONSTRAINT review_member_check2 CHECK (unsigned_reason IS NULL OR signed_at IS NULL),
  CONSTRAINT review_member_check
    CHECK ((ended_at IS NULL) = (end_ground IS NULL) AND (ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX review_member_once ON review_member (review_id, user_id) WHERE ended_at IS NULL;
CREATE INDEX review_member_user ON review_member (user_id);

-- A member's declaration of interest about one bid.
CREATE TABLE review_declaration (
  member_id uuid NOT NULL REFERENCES review_member,
  bid_id uuid NOT NULL REFERENCES bid,
  tie text CHECK (tie IN ('employed', 'director', 'shareholder', 'kin', 'other')),
  detail text,
  declared_at timestamptz NOT NULL,
  PRIMARY KEY (member_id, bid_id)
);

-- Whether a bid passed one stage of checks of the panel.
CREATE TABLE bid_check (
  bid_id uuid NOT NULL REFERENCES bid,
  stage text NOT NULL CHECK (stage IN ('qualification', 'conformity', 'consultation')),
  passed boolean NOT NULL,
  ground text,
  detail text,
  checked_at timestamptz NOT NULL,
  PRIMARY KEY (bid_id, stage),
  CONSTRAINT bid_check_check CHECK (passed = (ground IS NULL) AND passed = (detail IS NULL))
);

-- The points that one member gave one bid on one criterion.
CREATE TABLE review_score (
  member_id uuid NOT NULL REFERENCES review_member,
  bid_id uuid NOT NULL REFERENCES bid,
  criterion integer NOT NULL,
  -- Hundredths of a point.
  points integer NOT NULL CHECK (points BETWEEN 0 AND 10000),
  comment text CHECK (comment <> ''),
  PRIMARY KEY (member_id, bid_id, criterion)
);

-- A correction of locked points (Order 87 article 64); the points themselves are not rewritten.
CREATE TABLE review_correction (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  member_id uuid NOT NULL REFERENCES review_member,
  bid_id uuid NOT NULL REFERENCES bid,
  criterion integer NOT NULL,
  old_points integer NOT NULL,
  new_points integer NOT NULL,
  ground text NOT NULL CHECK (ground IN ('sum_error', 'out_of_range', 'objective_differs', 'extreme')),
  reason text NOT NULL,
  corrected_at timestamptz NOT NULL,
  CONSTRAINT review_correction_check CHECK (new_points BETWEEN 0 AND 10000 AND new_points <> old_points)
);
CREATE INDEX review_correction_member ON review_correction (member_id);

-- A request to explain a low price, the explanation, and whether it was accepted.
CREATE TABLE bid_explanation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  bid_id uuid NOT NULL UNIQUE REFERENCES bid,
  triggers text[] NOT NULL,
  reason text NOT NULL,
  asked_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  text text,
  explained_at timestamptz,
  accepted boolean,
  decision_reason text,
  settled_at timestamptz,
  CONSTRAINT bid_explanation_check CHECK (due_at > asked_at),
  CONSTRAINT bid_explanation_check1 CHECK ((text IS NULL) = (explained_at IS NULL)),
  CONSTRAINT bid_explanation_check2
    CHECK ((accepted IS NULL) = (settled_at IS NULL) AND (accepted IS NULL) = (decision_reason IS NULL))
);

-- A change of the requirement during a consultation, proposed by the panel and confirmed or refused by the buyer.
CREATE TABLE requirement_change (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  lot_id uuid NOT NULL REFERENCES lot,
  -- Which consultation of the lot: it begins anew where its failure was declared unlawfully.
  round integer NOT NULL,
  no integer NOT NULL CHECK (no >= 1),
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'confirmed', 'refused')),
  -- Technical and service requirements; beside standards and the draft of the contract nothing else of the documents
  -- may change.
  requirement text,
  standards jsonb,
  contract_terms text,
  reason text NOT NULL,
  proposed_at timestamptz NOT NULL,
  proposed_by uuid NOT NULL,
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text,
  -- Until when all suppliers answer anew.
  respond_by timestamptz,
  UNIQUE (lot_id, round, no),
  CONSTRAINT requirement_change_check CHECK (num_nonnulls(requirement, standards, contract_terms) > 0),
  CONSTRAINT requirement_change_check1
    CHECK ((state = 'proposed') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)),
  CONSTRAINT requirement_change_check2 CHECK ((state = 'confirmed') = (respond_by IS NOT NULL)),
  CONSTRAINT requirement_change_check3 CHECK ((state = 'refused') = (decision_reason IS NOT NULL)),
  CONSTRAINT requirement_change_check4 CHECK (respond_by > decided_at)
);
CREATE UNIQUE INDEX requirement_change_open ON requirement_change (lot_id, round) WHERE state = 'proposed';

-- What a supplier answered to a changed requirement.
CREATE TABLE consultation_response (
  bid_id uuid NOT NULL REFERENCES bid,
  change_id uuid NOT NULL REFERENCES requirement_change,
  content jsonb NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  received_at timestamptz NOT NULL,
  PRIMARY KEY (bid_id, change_id)
);

-- A final offer of a consultation, as it was opened. Price in fen.
CREATE TABLE final_offer (
  bid_id uuid NOT NULL REFERENCES bid,
  round integer NOT NULL,
  envelope_id uuid NOT NULL UNIQUE,
  -- Fen; null where it could not be read.
  price bigint,
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  received_at timestamptz,
  content jsonb,
  PRIMARY KEY (bid_id, round),
  CONSTRAINT final_offer_check CHECK ((price IS NULL) = (content IS NULL))
);

-- A review that was replaced by another, with what had been found and explained.
CREATE TABLE review_superseded (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  lot_id uuid NOT NULL REFERENCES lot,
  -- Null where the lot ended before a report.
  review_id uuid REFERENCES review,
  ground text NOT NULL,
  reason text NOT NULL,
  superseded_at timestamptz NOT NULL,
  report jsonb,
  report_hash bytea CHECK (octet_length(report_hash) = 32),
  reported_at timestamptz,
  -- Rows of bid_check as they were.
  checks jsonb NOT NULL DEFAULT '[]',
  -- Rows of bid_explanation as they were.
  explanations jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX review_superseded_lot ON review_superseded (lot_id);

-- A user who may not sit in another panel of the lot (Order 87 article 67).
CREATE TABLE panel_bar (
  lot_id uuid NOT NULL REFERENCES lot,
  user_id uuid NOT NULL REFERENCES app_user,
  barred_at timestamptz NOT NULL,
  PRIMARY KEY (lot_id, user_id)
);

-- What one member of a panel finds of a bid at one stage (Order 87 article 61). The finding of more than half is the
-- panel's; the others stay on record.
CREATE TABLE panel_finding (
  member_id uuid NOT NULL REFERENCES review_member,
  bid_id uuid NOT NULL REFERENCES bid,
  stage text NOT NULL CHECK (stage IN ('qualification', 'conformity', 'price')),
  -- Version of the bid that was judged: a bid restored since is judged anew.
  bid_version integer NOT NULL,
  passed boolean NOT NULL,
  ground text,
  detail text,
  found_at timestamptz NOT NULL,
  PRIMARY KEY (member_id, stage, bid_id)
);
CREATE INDEX panel_finding_bid ON panel_finding (bid_id);

-- The deadline for final offers that one panel member wants. The final offers are requested once more than half of
-- the panel has named one (Order 87 article 61).
CREATE TABLE final_offer_call (
  member_id uuid NOT NULL REFERENCES review_member,
  round integer NOT NULL,
  deadline_at timestamptz NOT NULL,
  called_at timestamptz NOT NULL,
  PRIMARY KEY (member_id, round)
);
