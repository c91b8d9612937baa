-- Another method for lots of a tender that failed: what the buyer asks for, and what the finance authority decides.
CREATE TABLE method_change (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL,
  tender_id uuid NOT NULL REFERENCES tender,
  lots integer[] NOT NULL,
  method text NOT NULL CHECK (method IN ('OPEN_TENDER', 'INVITED_TENDER', 'COMPETITIVE_CONSULTATION', 'COMPETITIVE_NEGOTIATION',
    'SINGLE_SOURCE', 'INQUIRY', 'FRAMEWORK', 'OTHER')),
  ground text CHECK (ground IN ('two_left', 'no_bids', 'none_qualified', 'failed_again', 'complex', 'urgent', 'price_uncertain',
    'only_supplier', 'emergency', 'addition')),
  failures uuid[] NOT NULL,
  reason text NOT NULL,
  -- Fen.
  amount bigint NOT NULL CHECK (amount >= 0),
  -- The earlier contract that a single source adds to.
  contract_id uuid,
  state text NOT NULL CHECK (state IN ('requested', 'not_required', 'granted', 'refused', 'withdrawn')),
  requested_at timestamptz NOT NULL,
  decided_at timestamptz,
  decision_reason text,
  -- The round in which it was carried out.
  round_id uuid REFERENCES tender,
  CONSTRAINT method_change_cites CHECK (cardinality(lots) > 0 AND cardinality(failures) > 0),
  CONSTRAINT method_change_adds_to_a_contract CHECK ((ground IS NOT DISTINCT FROM 'addition') = (contract_id IS NOT NULL)),
  CONSTRAINT method_change_has_its_ground CHECK (method NOT IN ('COMPETITIVE_NEGOTIATION', 'SINGLE_SOURCE') OR ground IS NOT NULL),
  CONSTRAINT method_change_leads_on CHECK (round_id IS NULL OR state IN ('granted', 'not_required'))
);
CREATE INDEX method_change_tender ON method_change (tender_id);
CREATE UNIQUE INDEX method_change_one_open ON method_change (tender_id) WHERE state = 'requested';
CREATE INDEX method_change_addition ON method_change (contract_id) WHERE contract_id IS NOT NULL;
