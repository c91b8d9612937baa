-- A halt of a contract: proposed by one, or in force until its day, or over.
CREATE TABLE contract_halt (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  contract_id uuid NOT NULL REFERENCES contract,
  state text NOT NULL CHECK (state IN ('proposed', 'in_force', 'ended', 'lapsed', 'withdrawn')),
  ground text NOT NULL,
  reference text,
  reason text,
  -- Last day of it; NULL: until nothing of what it is for is open.
  until date,
  -- Who serves the recipients meanwhile, by line.
  served_by jsonb,
  proposed_at timestamptz NOT NULL,
  -- The person, also where a key of theirs did it; NULL: it follows from a challenge or a decision.
  proposed_by uuid,
  -- Last day on which another person may confirm it; NULL where nobody has to.
  confirm_due date,
  decided_at timestamptz,
  decided_by uuid,
  began_on date,
  ended_on date,
  CONSTRAINT contract_halt_by_two CHECK (decided_by <> proposed_by),
  CONSTRAINT contract_halt_begins CHECK ((state IN ('proposed', 'withdrawn')) = (began_on IS NULL)),
  CONSTRAINT contract_halt_ends CHECK ((state IN ('ended', 'lapsed', 'withdrawn')) = (ended_on IS NOT NULL))
);
CREATE UNIQUE INDEX contract_halt_one_proposed ON contract_halt (contract_id) WHERE state = 'proposed';
CREATE UNIQUE INDEX contract_halt_one_in_force ON contract_halt (contract_id) WHERE state = 'in_force';
CREATE INDEX contract_halt_contract ON contract_halt (contract_id);

-- What is halted already.
INSERT INTO contract_halt (contract_id, state, ground, proposed_at, began_on)
SELECT id, 'in_force', coalesce(halt_ground, 'force_majeure'), updated_at, (updated_at AT TIME ZONE 'Asia/Shanghai')::date
FROM contract WHERE state = 'halted';

-- The end of a contract before its time: proposed by one, heard by the other side, decided by another.
CREATE TABLE contract_ending (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  contract_id uuid NOT NULL REFERENCES contract,
  kind text NOT NULL CHECK (kind IN ('termination', 'rescission', 'withdrawal')),
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'carried_out', 'withdrawn', 'overtaken')),
  ground text NOT NULL,
  -- Number of the paper that it rests on.
  reference text NOT NULL,
  -- Of a rescission: the day of the decision or judgment.
  decision_on date,
  remedy_id uuid REFERENCES complaint,
  reason text NOT NULL,
  proposed_at timestamptz NOT NULL,
  proposed_by uuid NOT NULL,
  -- Last day on which the other side is heard; a decision or judgment has heard it.
  hear_until date,
  statement text,
  heard_at timestamptz,
  heard_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  CONSTRAINT contract_ending_by_two CHECK (kind = 'withdrawal' OR decided_by <> proposed_by),
  CONSTRAINT contract_ending_is_heard CHECK ((kind = 'rescission') = (hear_until IS NULL)),
  CONSTRAINT contract_ending_is_dated CHECK ((kind = 'rescission') = (decision_on IS NOT NULL)),
  CONSTRAINT contract_ending_statement CHECK ((statement IS NULL) = (heard_at IS NULL))
);
CREATE UNIQUE INDEX contract_ending_one_open ON contract_ending (contract_id, kind) WHERE state = 'proposed';
CREATE INDEX contract_ending_contract ON contract_ending (contract_id);

-- A decision that keeps a body from government procurement: recorded by one person, confirmed by another.
CREATE TABLE organisation_bar (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL,
  organisation_id uuid NOT NULL REFERENCES organisation,
  -- Number of the decision or judgment, and who decided.
  number text NOT NULL,
  authority text NOT NULL,
  decided text NOT NULL CHECK (decided IN ('finance_authority', 'court')),
  from_on date NOT NULL,
  -- Last day; on the day after it the body may bid again.
  until date NOT NULL,
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'in_force', 'withdrawn', 'revoked')),
  proposed_by uuid NOT NULL,
  decided_at timestamptz,
  decided_by uuid,
  CONSTRAINT organisation_bar_lasts CHECK (until >= from_on),
  CONSTRAINT organisation_bar_by_two CHECK (decided_by <> proposed_by)
);
CREATE INDEX organisation_bar_organisation ON organisation_bar (organisation_id);

-- What an agency objects to, and what its buyer answers.
CREATE TABLE contract_objection (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  contract_id uuid NOT NULL REFERENCES contract,
  about text NOT NULL CHECK (about IN ('halt', 'termination', 'deduction', 'other')),
  objection text NOT NULL,
  raised_at timestamptz NOT NULL,
  raised_by uuid NOT NULL,
  -- By when it is to be answered; NULL in a year without a calendar.
  due_on date,
  answer text,
  answered_at timestamptz,
  answered_by uuid,
  CONSTRAINT contract_objection_answer CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX contract_objection_contract ON contract_objection (contract_id);

-- A demand for what is overdue, with its interest as on its day. Sums in fen.
CREATE TABLE payment_demand (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  contract_id uuid NOT NULL REFERENCES contract,
  demanded_on date NOT NULL,
  demanded_at timestamptz NOT NULL,
  demanded_by uuid NOT NULL,
  reason text,
  -- Instalments with their days, sums and interest.
  items jsonb NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  interest bigint NOT NULL CHECK (interest >= 0)
);
CREATE INDEX payment_demand_contract ON payment_demand (contract_id);
