-- What a period of a contract comes to that is paid by the unit. Amounts in fen.
CREATE TABLE settlement (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  no integer NOT NULL CHECK (no >= 1),
  period_from date NOT NULL,
  period_to date NOT NULL,
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'confirmed', 'returned', 'withdrawn')),
  -- Units of each item of the price.
  items jsonb NOT NULL,
  deductions jsonb NOT NULL DEFAULT '[]',
  -- What the units are worth that came since the last settlement; less than nothing where more was taken back.
  units_total bigint NOT NULL,
  deducted bigint NOT NULL CHECK (deducted >= 0),
  -- What was paid beyond what is owed: the next settlement takes it off.
  carried bigint NOT NULL CHECK (carried <= 0),
  total bigint NOT NULL CHECK (total >= 0),
  proposed_at timestamptz NOT NULL,
  proposed_by uuid NOT NULL,
  -- Last day of the time that was agreed for confirming it.
  confirm_by date,
  confirmed_at timestamptz,
  confirmed_by uuid,
  reason text,
  UNIQUE (contract_id, no),
  EXCLUDE USING gist (contract_id WITH =, daterange(period_from, period_to, '[]') WITH &&)
    WHERE (state IN ('proposed', 'confirmed')),
  CONSTRAINT settlement_check CHECK (period_to >= period_from),
  CONSTRAINT settlement_confirmed
    CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL) AND (confirmed_at IS NULL) = (confirmed_by IS NULL))
);
CREATE UNIQUE INDEX settlement_open ON settlement (contract_id) WHERE state = 'proposed';

-- An instalment may be that of a settlement.
ALTER TABLE payment
  ADD COLUMN settlement_id uuid UNIQUE REFERENCES settlement,
  DROP CONSTRAINT payment_of_one,
  ADD CONSTRAINT payment_of_one
    CHECK (num_nonnulls(share_no, amendment_id, settlement_id) = 1 AND (share_no IS NULL) = (share IS NULL)),
  DROP CONSTRAINT payment_trigger_check,
  ADD CONSTRAINT payment_trigger_check
    CHECK (trigger IN ('signing', 'milestone', 'report', 'acceptance', 'settlement'));
