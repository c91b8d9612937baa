-- Tables of care/continuity

-- The plan of what happens to the residents when a contract ends.
CREATE TABLE continuity_plan (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  no integer NOT NULL CHECK (no >= 1),
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'agreed', 'carried_out', 'withdrawn', 'lapsed')),
  -- Business day of the first proposal: a late plan has its thirty days from then.
  proposed_on date NOT NULL,
  -- Everybody who wrote part of it: none of them may decide on it.
  proposed_by uuid[] NOT NULL CHECK (cardinality(proposed_by) >= 1),
  since timestamptz NOT NULL DEFAULT business_now(),
  agreed_on date,
  agreed_by uuid,
  carried_out_on date,
  decision_reason text,
  UNIQUE (contract_id, no),
  CONSTRAINT continuity_plan_is_agreed_by_somebody CHECK ((agreed_on IS NULL) = (agreed_by IS NULL)),
  CONSTRAINT continuity_plan_agreed CHECK (state NOT IN ('agreed', 'carried_out') OR agreed_on IS NOT NULL),
  CONSTRAINT continuity_plan_carried_out CHECK ((state = 'carried_out') = (carried_out_on IS NOT NULL))
);
CREATE UNIQUE INDEX continuity_plan_stands ON continuity_plan (contract_id) WHERE state IN ('proposed', 'agreed');

-- What a continuity plan does with one service line.
CREATE TABLE continuity_plan_item (
  plan_id uuid NOT NULL REFERENCES continuity_plan,
  service_line_id uuid NOT NULL REFERENCES service_line,
  kind text NOT NULL CHECK (kind IN ('renew', 'retender', 'hand_over', 'absorb', 'end')),
  starts_on date NOT NULL,
  until date,
  receiver_id uuid REFERENCES organisation,
  hands_over text,
  budget_line_id uuid REFERENCES budget_line,
  -- The fact that states it in the contract's record.
  fact_id uuid,
  PRIMARY KEY (plan_id, service_line_id),
  CONSTRAINT continuity_plan_item_is_received CHECK (kind NOT IN ('hand_over', 'absorb') OR receiver_id IS NOT NULL),
  CONSTRAINT continuity_plan_item_ends_after_it_began CHECK (until >= starts_on),
  CONSTRAINT continuity_plan_item_renews_until CHECK (kind <> 'renew' OR until IS NOT NULL)
);

-- Recipients of a service line who are handed over to another body.
CREATE TABLE handover (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  service_line_id uuid NOT NULL REFERENCES service_line,
  from_id uuid NOT NULL REFERENCES organisation,
  receiver_id uuid NOT NULL REFERENCES organisation,
  -- The contract under which the receiver serves them, where there is one.
  to_contract_id uuid REFERENCES contract,
  state text NOT NULL DEFAULT 'offered' CHECK (state IN ('offered', 'acknowledged', 'refused', 'withdrawn')),
  since timestamptz NOT NULL DEFAULT business_now(),
  -- SHA-256 over the numbers of the recipients at the time of the offer.
  recipients_hash text NOT NULL,
  recipients integer NOT NULL CHECK (recipients >= 0),
  acknowledged_on date,
  decision_reason text,
  fact_id uuid,
  CONSTRAINT handover_to_another CHECK (receiver_id <> from_id),
  CONSTRAINT handover_acknowledged CHECK ((state = 'acknowledged') = (acknowledged_on IS NOT NULL))
);
CREATE UNIQUE INDEX handover_waits ON handover (contract_id, service_line_id) WHERE state IN ('offered', 'refused');
CREATE INDEX handover_received ON handover (receiver_id, created_at, id);

-- A recipient whose name is handed over, and on what legal basis.
CREATE TABLE handover_recipient (
  handover_id uuid NOT NULL REFERENCES handover,
  recipient_id uuid NOT NULL REFERENCES recipient,
  -- Day of the consent to passing on the name; null with legal_basis null: only the number is passed on.
  consent_on date,
  -- Another basis than consent.
  legal_basis text,
  PRIMARY KEY (handover_id, recipient_id)
);
CREATE INDEX handover_recipient_back ON handover_recipient (recipient_id);

-- References from tables of earlier rooms
ALTER TABLE contract_renewal ADD FOREIGN KEY (plan_id) REFERENCES continuity_plan;
