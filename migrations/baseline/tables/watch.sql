-- Tables of watch

-- One full pass of the indicators over everything recorded, or over one dataset.
CREATE TABLE risk_run (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text,
  state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'running', 'finished')),
  requested_by uuid,
  requested_at timestamptz NOT NULL,
  finished_at timestamptz,
  subjects integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0
);

-- Something that was assessed. uses lists every root whose facts were read, so that a link that is gone still leads
-- here.
CREATE TABLE risk_subject (
  subject_type text NOT NULL
    CHECK (subject_type IN (
      'tender', 'lot', 'contract', 'service_line', 'programme', 'agency', 'buyer', 'buyer_agency',
      'evaluator_agency', 'market', 'evaluator', 'community', 'evaluation_scheme')),
  subject_id uuid NOT NULL,
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  uses uuid[] NOT NULL,
  due_on date,
  PRIMARY KEY (subject_type, subject_id)
);
CREATE INDEX risk_subject_uses ON risk_subject USING gin (uses);
CREATE INDEX risk_subject_due ON risk_subject (due_on) WHERE due_on IS NOT NULL;

-- The latest answer of one indicator about one subject.
CREATE TABLE assessment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  indicator text NOT NULL,
  version integer NOT NULL,
  severity text NOT NULL CHECK (severity IN ('violation', 'risk', 'notice')),
  subject_type text NOT NULL
    CHECK (subject_type IN (
      'tender', 'lot', 'contract', 'service_line', 'programme', 'agency', 'buyer', 'buyer_agency',
      'evaluator_agency', 'market', 'evaluator', 'community', 'evaluation_scheme')),
  subject_id uuid NOT NULL,
  subject_key text NOT NULL,
  state text NOT NULL CHECK (state IN ('triggered', 'clear', 'insufficient_data', 'not_applicable')),
  value text,
  threshold text,
  unit text,
  p_value text,
  title jsonb NOT NULL,
  explanation jsonb NOT NULL,
  limitation jsonb NOT NULL,
  basis jsonb NOT NULL,
  evidence jsonb NOT NULL,
  reason jsonb,
  inputs_hash text NOT NULL,
  -- The kind of root whose flag it belongs to when it triggers.
  root_type text NOT NULL
    CHECK (root_type IN (
      'programme_calendar', 'service_line', 'contract', 'tender', 'agency', 'buyer', 'buyer_agency',
      'evaluator_agency', 'market', 'evaluator', 'community', 'evaluation_scheme')),
  root_id uuid NOT NULL,
  region text,
  programme_id uuid,
  -- Bodies whose actions it speaks of.
  bodies uuid[] NOT NULL,
  -- Its window had closed before the day it was recorded.
  history boolean NOT NULL,
  assessed_at timestamptz NOT NULL,
  run_id uuid,
  UNIQUE (indicator, subject_type, subject_id)
);
CREATE INDEX assessment_subject ON assessment (subject_type, subject_id);
CREATE INDEX assessment_order ON assessment (created_at, id);
CREATE INDEX assessment_dataset_order ON assessment (dataset, created_at, id);
CREATE INDEX assessment_coverage ON assessment (indicator, dataset, state);
CREATE INDEX assessment_root ON assessment (indicator, root_id, root_type) WHERE state = 'triggered';

-- A case that people work: what one indicator found at one root.
CREATE TABLE flag (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  indicator text NOT NULL,
  root_type text NOT NULL
    CHECK (root_type IN (
      'programme_calendar', 'service_line', 'contract', 'tender', 'agency', 'buyer', 'buyer_agency',
      'evaluator_agency', 'market', 'evaluator', 'community', 'evaluation_scheme')),
  root_id uuid NOT NULL,
  state text NOT NULL
    CHECK (state IN ('open', 'in_review', 'explained', 'confirmed', 'data_error', 'dismissed', 'cleared', 'remedied')),
  severity text NOT NULL CHECK (severity IN ('violation', 'risk', 'notice')),
  region text,
  programme_id uuid,
  title jsonb NOT NULL,
  explanation jsonb NOT NULL,
  limitation jsonb NOT NULL,
  basis jsonb NOT NULL,
  -- All subjects that trigger are history: nothing can be prevented any more, so no task arises by itself.
  summary boolean NOT NULL DEFAULT false,
  assignee uuid REFERENCES app_user,
  due_on date,
  opened_at timestamptz NOT NULL,
  UNIQUE (indicator, root_type, root_id)
);
CREATE INDEX flag_order ON flag (created_at, id);
CREATE INDEX flag_dataset_order ON flag (dataset, created_at, id);
CREATE INDEX flag_assignee ON flag (assignee, state) WHERE assignee IS NOT NULL;
CREATE INDEX flag_root ON flag (root_id);
CREATE INDEX flag_precision ON flag (indicator, dataset, state);

-- A subject on which the indicator of a flag triggered.
CREATE TABLE flag_subject (
  flag_id uuid NOT NULL REFERENCES flag,
  subject_type text NOT NULL
    CHECK (subject_type IN (
      'tender', 'lot', 'contract', 'service_line', 'programme', 'agency', 'buyer', 'buyer_agency',
      'evaluator_agency', 'market', 'evaluator', 'community', 'evaluation_scheme')),
  subject_id uuid NOT NULL,
  assessment_id uuid,
  -- False once the rule no longer triggers on it.
  active boolean NOT NULL,
  history boolean NOT NULL,
  severity text NOT NULL CHECK (severity IN ('violation', 'risk', 'notice')),
  bodies uuid[] NOT NULL,
  -- Roots whose facts it rests on: a correction of one of them clears it, everything else remedies it.
  uses uuid[] NOT NULL,
  since timestamptz NOT NULL,
  explanation jsonb NOT NULL,
  basis jsonb NOT NULL,
  -- The facts that the rule was given when it triggered; they make an old flag reproducible.
  inputs jsonb NOT NULL,
  inputs_hash text NOT NULL,
  PRIMARY KEY (flag_id, subject_type, subject_id)
);
CREATE INDEX flag_subject_back ON flag_subject (subject_id);

-- One entry in the history of a flag.
CREATE TABLE flag_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  flag_id uuid NOT NULL REFERENCES flag,
  at timestamptz NOT NULL,
  action text NOT NULL,
  from_state text,
  to_state text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'system')),
  actor_id uuid,
  -- The body that answered, where one did.
  organisation_id uuid REFERENCES organisation,
  reason text,
  data jsonb NOT NULL DEFAULT '{}',
  audit_id bigint NOT NULL
);
CREATE INDEX flag_event_flag ON flag_event (flag_id, id);

-- A body that was asked to respond to a flag. A body sees a flag about itself only when asked.
CREATE TABLE flag_ask (
  flag_id uuid NOT NULL REFERENCES flag,
  organisation_id uuid NOT NULL REFERENCES organisation,
  asked_at timestamptz NOT NULL,
  due_on date,
  answered_at timestamptz,
  PRIMARY KEY (flag_id, organisation_id)
);
CREATE INDEX flag_ask_organisation ON flag_ask (organisation_id);

-- A period of law that runs and that an act of the buyer ends, as the rules last read the facts. Kept so that a task
-- list need not ask every rule about every purchase.
CREATE TABLE statutory_deadline (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  subject_type text NOT NULL CHECK (subject_type IN ('tender', 'contract')),
  subject_id uuid NOT NULL,
  key text NOT NULL,
  title jsonb NOT NULL,
  since date NOT NULL,
  due_on date NOT NULL,
  -- What is not on record has not happened: it is overdue, and not merely unknown.
  told boolean NOT NULL,
  UNIQUE (subject_type, subject_id, key)
);
CREATE INDEX statutory_deadline_due ON statutory_deadline (due_on);
