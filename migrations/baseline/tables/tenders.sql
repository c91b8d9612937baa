-- Tables of purchase/tenders

-- One purchase in one round, conducted here or recorded from elsewhere. Amounts in fen.
CREATE TABLE tender (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ocid text NOT NULL UNIQUE,
  purchase_id uuid NOT NULL,
  round integer NOT NULL DEFAULT 1 CHECK (round >= 1),
  conducted text NOT NULL CHECK (conducted IN ('here', 'elsewhere')),
  buyer_id uuid REFERENCES organisation,
  agent_id uuid REFERENCES organisation,
  programme_id uuid REFERENCES programme,
  title text NOT NULL,
  method text,
  category text,
  region text,
  region_text text,
  budget_level text CHECK (budget_level IN ('central', 'provincial', 'below_provincial')),
  project_no text,
  budget bigint CHECK (budget >= 0),
  window_start text CHECK (window_start ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  window_end text CHECK (window_end ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  term_text text,
  -- What the facts prove; null: they prove nothing yet. A deadline that passes closes the tender without a change of
  -- the row.
  state text,
  deadline_at timestamptz,
  -- Whether a publication is on record; if not, only its own bodies see the tender.
  published boolean NOT NULL DEFAULT false,
  conflicts jsonb NOT NULL DEFAULT '[]',
  completeness jsonb NOT NULL DEFAULT '[]',
  written_by uuid[] NOT NULL DEFAULT '{}',
  approved_at timestamptz,
  approved_by uuid,
  copied_from uuid REFERENCES tender,
  -- What the documents say; null for a purchase conducted elsewhere.
  terms jsonb,
  -- The dates that are planned; null for a purchase conducted elsewhere.
  plan jsonb,
  -- Number of the revision of the documents in force; null before the issue.
  revision integer CHECK (revision >= 1),
  suspended_from text,
  -- The state that published facts alone prove: outsiders learn no more.
  published_state text,
  suspended_at timestamptz,
  suspension_counts_from timestamptz,
  draft_no integer NOT NULL DEFAULT 1 CHECK (draft_no >= 1),
  -- The draft of which an intent was published.
  intended_draft integer,
  -- What the intent said. A revised draft is another one: until its own intent or its documents are published,
  -- everybody sees this.
  intended jsonb,
  CONSTRAINT tender_conducted_here
    CHECK (conducted = 'elsewhere'
      OR (state IS NOT NULL AND terms IS NOT NULL AND plan IS NOT NULL AND buyer_id IS NOT NULL)),
  CONSTRAINT tender_is_not_approved_by_its_author CHECK (approved_by IS NULL OR NOT (approved_by = ANY (written_by))),
  CONSTRAINT tender_suspended_whole
    CHECK (suspended_from IS NULL OR (state = 'suspended' AND suspended_at IS NOT NULL)),
  CONSTRAINT tender_intent_is_of_a_draft
    CHECK ((intended_draft IS NULL) = (intended IS NULL) AND (intended_draft IS NULL OR intended_draft <= draft_no))
);
CREATE UNIQUE INDEX tender_purchase ON tender (purchase_id, round);
CREATE INDEX tender_buyer ON tender (buyer_id);
CREATE INDEX tender_programme ON tender (programme_id);
CREATE INDEX tender_project ON tender (dataset, project_no) WHERE project_no IS NOT NULL;
CREATE INDEX tender_suspended ON tender (id) WHERE suspended_from IS NOT NULL;

-- A service line that a tender is for.
CREATE TABLE tender_service_line (
  tender_id uuid NOT NULL REFERENCES tender,
  service_line_id uuid NOT NULL REFERENCES service_line,
  PRIMARY KEY (tender_id, service_line_id)
);
CREATE INDEX tender_service_line_back ON tender_service_line (service_line_id);

-- A lot (采购包) of a tender. Amounts in fen.
CREATE TABLE lot (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tender_id uuid NOT NULL REFERENCES tender,
  no integer NOT NULL CHECK (no >= 1),
  name text,
  ceiling bigint CHECK (ceiling >= 0),
  budget bigint CHECK (budget >= 0),
  pricing text CHECK (pricing IN ('fixed', 'competitive')),
  state text,
  bid_count integer CHECK (bid_count >= 0),
  deadline_at timestamptz,
  published_state text,
  final_deadline_at timestamptz,
  consultation integer NOT NULL DEFAULT 1,
  suspended_from text,
  suspended_at timestamptz,
  resumed_at timestamptz,
  -- The state before the lot ended, because a failure may turn out to have been declared unlawfully.
  ended_from text,
  -- A proposed end after an award; another person decides it.
  ending jsonb,
  suspension_counts_from timestamptz,
  UNIQUE (tender_id, no),
  CONSTRAINT lot_suspended_from CHECK ((state = 'suspended') = (suspended_from IS NOT NULL))
);
CREATE INDEX lot_ending ON lot (tender_id) WHERE ending IS NOT NULL;
CREATE INDEX lot_suspended ON lot (tender_id) WHERE state = 'suspended';

-- One sourced fact of a tender or contract. Facts are append-only: a correction is a new fact that names the one it
-- replaces.
CREATE TABLE fact (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  subject_type text NOT NULL CHECK (subject_type IN ('tender', 'contract')),
  subject_id uuid NOT NULL,
  kind text NOT NULL,
  lot integer,
  data jsonb NOT NULL,
  source jsonb NOT NULL,
  replaces uuid UNIQUE REFERENCES fact,
  reason text,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid,
  CONSTRAINT fact_check CHECK (replaces IS NULL OR reason IS NOT NULL)
);
CREATE INDEX fact_subject ON fact (subject_id, seq);

-- One published notice, derived from facts, for search and lists.
CREATE TABLE notice (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  tender_id uuid NOT NULL REFERENCES tender,
  contract_id uuid,
  -- Hash of what makes it one publication: kind, day, address and reference of its source, or the row of a file.
  key text NOT NULL,
  kind text NOT NULL
    CHECK (kind IN (
      'intent', 'tender', 'correction', 'single_source', 'result', 'contract', 'acceptance', 'failure',
      'evaluation')),
  title text NOT NULL,
  published_on text CHECK (published_on ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  url text,
  reference text,
  deadline text,
  deadline_at timestamptz,
  region text,
  region_text text,
  category text,
  method text,
  buyer_name text,
  search_text text NOT NULL,
  -- The row as it was published, where a file brought it.
  raw jsonb
);
CREATE UNIQUE INDEX notice_source ON notice (tender_id, key);
CREATE INDEX notice_dataset_reference ON notice (dataset, reference);

-- An opinion on a draft: of the public, of a survey, of a legal review or of the review of key points.
CREATE TABLE tender_opinion (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tender_id uuid NOT NULL REFERENCES tender,
  kind text NOT NULL CHECK (kind IN ('public', 'survey', 'legal_review', 'key_review')),
  held_on date NOT NULL,
  participants integer CHECK (participants >= 0),
  summary text NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid
);
CREATE INDEX tender_opinion_tender ON tender_opinion (tender_id);

-- A request to approve a purchasing method other than the open tender, and the decision.
CREATE TABLE method_approval (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tender_id uuid NOT NULL REFERENCES tender,
  method text NOT NULL,
  reason text NOT NULL,
  requested_at timestamptz NOT NULL,
  requested_by uuid,
  state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'granted', 'refused', 'lapsed')),
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text
);
CREATE UNIQUE INDEX method_approval_one_open ON method_approval (tender_id)
  WHERE state IN ('requested', 'granted', 'refused');

-- One issued revision of the tender documents, as it was published.
CREATE TABLE tender_revision (
  tender_id uuid NOT NULL REFERENCES tender,
  revision integer NOT NULL CHECK (revision >= 1),
  published_at timestamptz NOT NULL,
  deadline_at timestamptz NOT NULL,
  document jsonb NOT NULL,
  reason text,
  PRIMARY KEY (tender_id, revision)
);

-- What a rule said of a draft when it was submitted, and why the approver went on nevertheless.
CREATE TABLE tender_finding (
  tender_id uuid NOT NULL REFERENCES tender,
  indicator text NOT NULL,
  subject_id text NOT NULL,
  state text NOT NULL,
  severity text,
  assessment jsonb NOT NULL,
  reason text,
  explained_by uuid,
  PRIMARY KEY (tender_id, indicator, subject_id)
);

-- A question about issued documents with its published answer. It leaves no row elsewhere, because its asker may bid.
CREATE TABLE clarification (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tender_id uuid NOT NULL REFERENCES tender,
  question text NOT NULL,
  asked_at timestamptz NOT NULL,
  -- Shown to the asker alone.
  organisation_id uuid NOT NULL REFERENCES organisation,
  answer text,
  answered_at timestamptz,
  answered_by uuid,
  affects_preparation boolean,
  CONSTRAINT clarification_check CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX clarification_tender ON clarification (tender_id, asked_at, id);

-- A body that asked for the tender documents. Secret until the opening, the number of rows included.
CREATE TABLE document_request (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tender_id uuid NOT NULL REFERENCES tender,
  organisation_id uuid NOT NULL REFERENCES organisation,
  requested_at timestamptz NOT NULL,
  UNIQUE (tender_id, organisation_id)
);

-- A supervisor who may be present at the opening and review of a tender.
CREATE TABLE tender_witness (
  tender_id uuid NOT NULL REFERENCES tender,
  user_id uuid NOT NULL REFERENCES app_user,
  appointed_at timestamptz NOT NULL,
  appointed_by uuid,
  PRIMARY KEY (tender_id, user_id)
);
CREATE INDEX tender_witness_user ON tender_witness (user_id);

-- One suspension of a lot for a complaint. Law article 57 allows thirty days per complaint in all, so every spell is
-- kept.
CREATE TABLE suspension_spell (
  remedy_id uuid NOT NULL,
  lot_id uuid NOT NULL REFERENCES lot,
  began timestamptz NOT NULL,
  -- Null: the suspension continues.
  ended timestamptz,
  PRIMARY KEY (lot_id, began)
);
CREATE INDEX suspension_spell_remedy ON suspension_spell (remedy_id);
