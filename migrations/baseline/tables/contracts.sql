-- Tables of purchase/contracts

-- A contract, conducted here or recorded from elsewhere. Amounts in fen.
CREATE TABLE contract (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  tender_id uuid NOT NULL REFERENCES tender,
  lot_id uuid REFERENCES lot,
  -- Null: the award is unknown, which a recorded contract may leave open; its completeness says so.
  award_id uuid REFERENCES award ON DELETE SET NULL,
  fact_id uuid UNIQUE REFERENCES fact,
  buyer_id uuid REFERENCES organisation,
  supplier_id uuid REFERENCES organisation,
  programme_id uuid REFERENCES programme,
  title text NOT NULL,
  category text,
  region text,
  number text,
  amount bigint CHECK (amount >= 0),
  signed_on text CHECK (signed_on ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  window_start text CHECK (window_start ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  window_end text CHECK (window_end ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  term_text text,
  terminated_on text CHECK (terminated_on ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  state text NOT NULL DEFAULT 'signed',
  -- Whether it continues here with actions, or as recorded facts.
  conducted text NOT NULL DEFAULT 'elsewhere' CHECK (conducted IN ('here', 'elsewhere')),
  published boolean NOT NULL DEFAULT false,
  conflicts jsonb NOT NULL DEFAULT '[]',
  completeness jsonb NOT NULL DEFAULT '[]',
  content jsonb,
  content_hash text CHECK (content_hash ~ '^[0-9a-f]{64}$'),
  -- Both sides have signed the content in force, or the amendments that made it.
  content_agreed boolean NOT NULL DEFAULT false,
  -- Sum of all supplementary agreements in force, beside the original amount.
  supplements bigint NOT NULL DEFAULT 0 CHECK (supplements >= 0),
  -- The team in force; the content has the one it was signed with.
  team jsonb NOT NULL DEFAULT '[]',
  halted_from text CHECK (halted_from IN ('signed', 'active')),
  halt_ground text,
  started_on date,
  delivered_on date,
  published_on date,
  published_url text,
  filed_on date,
  filed_reference text,
  taken_over_at timestamptz,
  end_ground text,
  end_reference text,
  -- The complaint whose decision rescinded the contract.
  end_remedy uuid REFERENCES complaint,
  -- Until when a round of acceptance asked for defects to be mended.
  rectify_due_on text CHECK (rectify_due_on ~ '^\d{4}-\d{2}-\d{2}$'),
  -- What was accepted, in fen: the whole, or what follows from the part.
  accepted_amount bigint CHECK (accepted_amount >= 0),
  renewal_of uuid REFERENCES contract,
  -- The first renewal of an award is 1.
  renewal_no integer CHECK (renewal_no >= 1),
  CONSTRAINT contract_is_proven_or_a_draft
    CHECK (fact_id IS NOT NULL OR (conducted = 'here' AND state IN ('draft', 'void'))),
  CONSTRAINT contract_here_has_content
    CHECK (conducted = 'elsewhere' OR (content IS NOT NULL AND content_hash IS NOT NULL)),
  CONSTRAINT contract_halted_from CHECK ((state = 'halted') = (halted_from IS NOT NULL)),
  CONSTRAINT contract_supplements_of_ten_percent CHECK (supplements * 10 <= coalesce(amount, 0) OR supplements = 0),
  CONSTRAINT contract_renewal_is_numbered CHECK ((renewal_of IS NULL) = (renewal_no IS NULL)),
  CONSTRAINT contract_renews_another CHECK (renewal_of <> id)
);
CREATE INDEX contract_tender ON contract (tender_id);
CREATE INDEX contract_buyer ON contract (buyer_id);
CREATE INDEX contract_supplier ON contract (supplier_id);
CREATE INDEX contract_programme ON contract (programme_id);
CREATE UNIQUE INDEX contract_one_draft ON contract (award_id) WHERE fact_id IS NULL AND state = 'draft';
CREATE INDEX contract_category_here ON contract (dataset, category, signed_on) WHERE conducted = 'here';
CREATE UNIQUE INDEX contract_renewed_once ON contract (renewal_of) WHERE renewal_of IS NOT NULL AND state <> 'void';
CREATE INDEX contract_renewal_programme ON contract (programme_id) WHERE renewal_of IS NOT NULL;

-- A service line that a contract provides.
CREATE TABLE contract_service_line (
  contract_id uuid NOT NULL REFERENCES contract,
  service_line_id uuid NOT NULL REFERENCES service_line,
  PRIMARY KEY (contract_id, service_line_id)
);
CREATE INDEX contract_service_line_back ON contract_service_line (service_line_id);

-- An amendment of a contract, as the difference to its content. Supplement in fen.
CREATE TABLE contract_amendment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  contract_id uuid NOT NULL REFERENCES contract,
  no integer NOT NULL CHECK (no >= 1),
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'in_force', 'withdrawn')),
  reason_code text NOT NULL,
  reason text NOT NULL,
  supplement bigint CHECK (supplement > 0),
  difference jsonb NOT NULL,
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  proposed_at timestamptz NOT NULL,
  proposed_by uuid,
  in_force_on date,
  published_on date,
  published_url text,
  UNIQUE (contract_id, no),
  CONSTRAINT contract_amendment_check CHECK ((state = 'in_force') = (in_force_on IS NOT NULL))
);

-- A signature under the content of a contract or under an amendment. One per side that was not withdrawn
-- (beyond-entities.sql, because the amendment is null for the content).
CREATE TABLE contract_signature (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  contract_id uuid NOT NULL REFERENCES contract,
  amendment_id uuid REFERENCES contract_amendment,
  side text NOT NULL CHECK (side IN ('buyer', 'supplier')),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  user_id uuid NOT NULL,
  signed_at timestamptz NOT NULL,
  withdrawn_at timestamptz
);

-- A request of the agency for the buyer's consent: to change the team, or to subcontract.
CREATE TABLE contract_request (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  contract_id uuid NOT NULL REFERENCES contract,
  kind text NOT NULL CHECK (kind IN ('team', 'subcontract')),
  detail jsonb NOT NULL,
  reason text NOT NULL,
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'consented', 'refused')),
  asked_at timestamptz NOT NULL,
  asked_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text
);
CREATE UNIQUE INDEX contract_request_one_open ON contract_request (contract_id, kind) WHERE state = 'asked';
CREATE INDEX contract_request_contract ON contract_request (contract_id);

-- The term of a contract that renews another within what the tender documents announced.
CREATE TABLE contract_renewal (
  contract_id uuid PRIMARY KEY REFERENCES contract,
  plan_id uuid NOT NULL,
  -- First day of the service under its award: the three years of the term count from it.
  first_day date NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  lines uuid[] NOT NULL CHECK (cardinality(lines) >= 1),
  CONSTRAINT contract_renewal_check CHECK (ends_on >= starts_on),
  CONSTRAINT contract_renewal_follows CHECK (starts_on > first_day),
  CONSTRAINT contract_renewal_within_three_years CHECK (ends_on < first_day + interval '3 years')
);

-- References from tables of earlier rooms
ALTER TABLE notice ADD FOREIGN KEY (contract_id) REFERENCES contract;
