-- Tables of care/payments

-- An instalment of a contract. Amounts in fen.
CREATE TABLE payment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  no integer NOT NULL CHECK (no >= 1),
  -- Number of the instalment in the content of the contract.
  share_no integer,
  -- The supplement that it pays, where it is no instalment of the content.
  amendment_id uuid UNIQUE REFERENCES contract_amendment,
  trigger text NOT NULL CHECK (trigger IN ('signing', 'milestone', 'report', 'acceptance')),
  trigger_of integer,
  -- Basis points of the contract's amount; null for a supplement.
  share integer,
  amount bigint NOT NULL CHECK (amount >= 0),
  -- An amendment in force has removed it from the schedule.
  dropped boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'scheduled'
    CHECK (state IN ('scheduled', 'due', 'approved', 'paid', 'failed', 'reversed', 'cancelled')),
  -- What is paid: the amount of the accepted invoice, in fen.
  claimed bigint,
  -- How often payment was requested; an approval belongs to one round.
  round integer NOT NULL DEFAULT 0,
  approvers integer CHECK (approvers >= 1),
  requested_by uuid,
  requested_at timestamptz,
  paid_on date,
  paid_by uuid,
  -- The last digits of the account.
  paid_to text,
  reference text,
  fact_id uuid REFERENCES fact,
  -- The fewest approvers that an earlier round required; a later round never requires fewer.
  approvers_least integer NOT NULL DEFAULT 1 CHECK (approvers_least >= 1),
  UNIQUE (contract_id, no),
  UNIQUE (contract_id, share_no),
  CONSTRAINT payment_check CHECK (claimed > 0 AND claimed <= amount),
  CONSTRAINT payment_of_one CHECK (num_nonnulls(share_no, amendment_id) = 1 AND (share_no IS NULL) = (share IS NULL)),
  CONSTRAINT payment_asked_for
    CHECK (CASE state WHEN 'scheduled' THEN claimed IS NULL WHEN 'cancelled' THEN true
      ELSE claimed IS NOT NULL AND requested_by IS NOT NULL AND approvers IS NOT NULL AND NOT dropped END),
  CONSTRAINT payment_paid
    CHECK (state <> 'paid' OR (paid_on IS NOT NULL AND paid_by IS NOT NULL AND paid_to IS NOT NULL))
);
CREATE INDEX payment_open ON payment (contract_id) WHERE state <> 'paid';

-- One person's approval of a payment.
CREATE TABLE payment_approval (
  payment_id uuid NOT NULL REFERENCES payment,
  round integer NOT NULL,
  user_id uuid NOT NULL REFERENCES app_user,
  approved_at timestamptz NOT NULL,
  PRIMARY KEY (payment_id, round, user_id)
);

-- An invoice for an instalment. Amount in fen.
CREATE TABLE invoice (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  payment_id uuid NOT NULL REFERENCES payment,
  supplier_id uuid NOT NULL REFERENCES organisation,
  number text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  issued_on date NOT NULL,
  state text NOT NULL DEFAULT 'submitted'
    CHECK (state IN ('submitted', 'accepted', 'returned', 'voided', 'withdrawn')),
  -- Business time: the payment periods begin on this day.
  received_at timestamptz NOT NULL,
  submitted_by uuid NOT NULL,
  decided_at timestamptz,
  reason text
);
CREATE UNIQUE INDEX invoice_number ON invoice (supplier_id, number) WHERE state IN ('submitted', 'accepted');
CREATE UNIQUE INDEX invoice_of_payment ON invoice (payment_id) WHERE state IN ('submitted', 'accepted');
CREATE INDEX invoice_contract ON invoice (contract_id, created_at, id);

-- The bank account to which a body is paid.
CREATE TABLE payee_account (
  organisation_id uuid PRIMARY KEY REFERENCES organisation,
  -- Key id and HMAC; the number itself is stored nowhere.
  pseudonym text NOT NULL,
  -- The last digits, for people.
  masked text NOT NULL,
  holder text NOT NULL,
  bank text NOT NULL,
  stated_at timestamptz NOT NULL,
  stated_by uuid NOT NULL
);

-- An amount from which a buyer's payments need one more approver.
CREATE TABLE approval_level (
  organisation_id uuid NOT NULL REFERENCES organisation,
  -- Fen.
  above bigint NOT NULL CHECK (above >= 0),
  PRIMARY KEY (organisation_id, above)
);
