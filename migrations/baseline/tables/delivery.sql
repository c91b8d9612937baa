-- Tables of care/delivery

-- A person whom a service line serves, known by a number.
CREATE TABLE recipient (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  service_line_id uuid NOT NULL REFERENCES service_line,
  -- Issued here, per service line: it continues over every contract and does not say who the person is.
  no integer NOT NULL CHECK (no >= 1),
  -- The body that serves the person now; nobody else reads the name.
  holder_id uuid NOT NULL REFERENCES organisation,
  contract_id uuid NOT NULL REFERENCES contract,
  community_id uuid REFERENCES community,
  -- Encrypted with a key outside the database, bound to this row.
  name bytea,
  since date NOT NULL,
  until date,
  UNIQUE (service_line_id, no),
  CONSTRAINT recipient_ends_after_it_began CHECK (until >= since)
);
CREATE INDEX recipient_holder ON recipient (holder_id, service_line_id, no);
CREATE INDEX recipient_contract ON recipient (contract_id);

-- What was done for recipients on one day. Records are append-only: a correction is a new record.
CREATE TABLE service_record (
  id uuid PRIMARY KEY,
  dataset text NOT NULL,
  contract_id uuid NOT NULL REFERENCES contract,
  -- Id given by the recording device: the same token with the same content is the same record.
  client_token text,
  content_hash text NOT NULL,
  served_on date NOT NULL,
  form text NOT NULL,
  content_code text,
  minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  -- Number of workers by kind.
  workers jsonb NOT NULL,
  within_contract boolean NOT NULL,
  participants integer CHECK (participants >= 0),
  note text,
  -- Business time, beside the day of the service.
  recorded_at timestamptz NOT NULL DEFAULT business_now(),
  recorded_by uuid NOT NULL,
  -- The record that this one replaces.
  corrects uuid UNIQUE REFERENCES service_record,
  reason text,
  -- The replaced record is taken away without a substitute.
  withdrawn boolean NOT NULL DEFAULT false,
  -- Number of people served: everybody who took part, and no fewer than are named.
  visits integer NOT NULL CHECK (visits >= 0),
  CONSTRAINT service_record_corrects_with_a_reason CHECK ((corrects IS NULL) = (reason IS NULL)),
  CONSTRAINT service_record_withdraws_another CHECK (NOT withdrawn OR corrects IS NOT NULL)
);
CREATE UNIQUE INDEX service_record_token ON service_record (contract_id, client_token) WHERE client_token IS NOT NULL;
CREATE INDEX service_record_days ON service_record (contract_id, served_on, id);

-- A recipient who was served by a record.
CREATE TABLE service_record_recipient (
  record_id uuid NOT NULL REFERENCES service_record,
  recipient_id uuid NOT NULL REFERENCES recipient,
  -- Day of the record, repeated here so that the days of one recipient are found without reading every record.
  served_on date NOT NULL,
  PRIMARY KEY (record_id, recipient_id)
);
CREATE INDEX service_record_recipient_days ON service_record_recipient (recipient_id, served_on);

-- Sums of the valid records of one contract, day, form and content. Kept by the trigger service_day_keeps_up.
CREATE TABLE service_day (
  contract_id uuid NOT NULL REFERENCES contract,
  served_on date NOT NULL,
  form text NOT NULL,
  -- Empty: the records name no content.
  content_code text NOT NULL,
  within_contract boolean NOT NULL,
  records integer NOT NULL,
  minutes bigint NOT NULL,
  visits bigint NOT NULL,
  PRIMARY KEY (contract_id, served_on, form, content_code, within_contract)
);

-- The targets that a contract is expected to miss.
CREATE TABLE contract_outlook (
  contract_id uuid PRIMARY KEY REFERENCES contract,
  -- Computed at the end of this day.
  as_of date NOT NULL,
  -- Since when some target is expected to be missed; null: none is.
  missing_since timestamptz,
  -- The targets that are expected to be missed.
  missed jsonb NOT NULL
);
CREATE INDEX contract_outlook_missing ON contract_outlook (missing_since) WHERE missing_since IS NOT NULL;

-- What a contract promises for a day, and what became of it.
CREATE TABLE milestone (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  -- As the contract numbers it; a settled milestone keeps the words under which it was settled.
  no integer NOT NULL CHECK (no >= 1),
  name text NOT NULL,
  due_on date NOT NULL,
  shown_by text,
  final boolean NOT NULL,
  state text NOT NULL DEFAULT 'scheduled'
    CHECK (state IN (
      'scheduled', 'submitted', 'missed', 'accepted', 'partially_accepted', 'returned', 'waived', 'lapsed')),
  -- Removed by an amendment, that is by both sides.
  dropped boolean NOT NULL DEFAULT false,
  evidence jsonb,
  submitted_at timestamptz,
  submitted_by uuid,
  decided_at timestamptz,
  decision_reason text,
  fact_id uuid REFERENCES fact,
  CONSTRAINT milestone_check CHECK (NOT dropped OR state = 'waived'),
  CONSTRAINT milestone_is_shown_before_it_is_judged
    CHECK (state IN ('scheduled', 'missed', 'waived', 'lapsed') OR (evidence IS NOT NULL AND submitted_at IS NOT NULL))
);
CREATE UNIQUE INDEX milestone_no ON milestone (contract_id, no) WHERE NOT dropped;
CREATE INDEX milestone_list ON milestone (contract_id, no, id);
CREATE INDEX milestone_due ON milestone (due_on) WHERE state = 'scheduled';

-- The agency's report on one period of a contract, or an adjustment of an approved report.
CREATE TABLE progress_report (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  -- First day of the period; both ends count. Periods of one contract do not overlap.
  period_from date NOT NULL,
  period_to date NOT NULL,
  -- 0 is the report of the period; an adjustment has the next number and names the approved report it replaces.
  no integer NOT NULL CHECK (no >= 0),
  adjusts uuid REFERENCES progress_report,
  adjustment_reason text,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'returned')),
  text text,
  -- A snapshot of the records of the period.
  figures jsonb NOT NULL,
  figures_as_of timestamptz NOT NULL,
  -- Hash of the records of which the snapshot was taken.
  records_hash text NOT NULL,
  submitted_at timestamptz,
  submitted_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text,
  -- What was last submitted; others read it while a returned report is rewritten. Null where nothing was submitted.
  submitted_content jsonb,
  UNIQUE (contract_id, period_from, no),
  CONSTRAINT progress_report_adjusts_with_a_reason
    CHECK ((no = 0) = (adjusts IS NULL) AND (adjusts IS NULL) = (adjustment_reason IS NULL)),
  CONSTRAINT progress_report_check CHECK (period_to >= period_from)
);
CREATE UNIQUE INDEX progress_report_under_way ON progress_report (contract_id, period_from) WHERE state <> 'approved';
CREATE INDEX progress_report_adjusted ON progress_report (adjusts) WHERE adjusts IS NOT NULL;

-- A visit to where a service is given, by the buyer, the community, an evaluator or a supervisor.
CREATE TABLE visit (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  -- The body for which the visit is made; it closes the findings.
  body_id uuid NOT NULL REFERENCES organisation,
  planned_on date NOT NULL,
  purpose text NOT NULL,
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'done', 'cancelled')),
  visited_on date,
  summary text,
  decision_reason text,
  CONSTRAINT visit_that_was_made_is_told CHECK (state <> 'done' OR (visited_on IS NOT NULL AND summary IS NOT NULL))
);
CREATE INDEX visit_list ON visit (contract_id, planned_on, id);

-- A finding of a visit, which the agency answers and the visiting body closes.
CREATE TABLE visit_finding (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  visit_id uuid NOT NULL REFERENCES visit,
  no integer NOT NULL CHECK (no >= 1),
  text text NOT NULL,
  answer_by date,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'closed')),
  -- Since when it is in its state.
  since timestamptz NOT NULL DEFAULT business_now(),
  answer text,
  decision_reason text,
  UNIQUE (visit_id, no),
  CONSTRAINT visit_finding_answered CHECK (state <> 'answered' OR answer IS NOT NULL)
);
CREATE INDEX visit_finding_waits ON visit_finding (visit_id) WHERE state <> 'closed';

-- How often a contract has served a recipient, by form and content. Kept by triggers on the records.
CREATE TABLE service_reach (
  contract_id uuid NOT NULL REFERENCES contract,
  recipient_id uuid NOT NULL REFERENCES recipient,
  form text NOT NULL,
  -- Empty: the records name no content.
  content_code text NOT NULL,
  -- Valid records that the contract asks for.
  records integer NOT NULL,
  PRIMARY KEY (contract_id, recipient_id, form, content_code)
);
