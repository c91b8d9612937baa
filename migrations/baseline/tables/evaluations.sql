-- Tables of care/evaluations

-- One version of a tree of weighted criteria. An active version never changes.
CREATE TABLE evaluation_scheme (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  owner_id uuid NOT NULL REFERENCES organisation,
  -- Shared by all versions of one scheme.
  series_id uuid NOT NULL,
  no integer NOT NULL CHECK (no >= 1),
  name text NOT NULL,
  category text,
  -- The shipped tree it started from; null: it was written here.
  template text,
  dimensions jsonb NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'active', 'retired')),
  written_by uuid[] NOT NULL,
  activated_at timestamptz,
  retired_at timestamptz,
  UNIQUE (series_id, no)
);
CREATE INDEX evaluation_scheme_order ON evaluation_scheme (created_at, id);
CREATE INDEX evaluation_scheme_owner ON evaluation_scheme (owner_id);
CREATE UNIQUE INDEX evaluation_scheme_active ON evaluation_scheme (series_id) WHERE state = 'active';

-- An evaluation of a contract by an appointed body.
CREATE TABLE evaluation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  buyer_id uuid NOT NULL REFERENCES organisation,
  supplier_id uuid NOT NULL REFERENCES organisation,
  region text,
  kind text NOT NULL CHECK (kind IN ('midterm', 'final')),
  scheme_id uuid NOT NULL REFERENCES evaluation_scheme,
  due_on date NOT NULL,
  state text NOT NULL DEFAULT 'planned'
    CHECK (state IN (
      'planned', 'appointed', 'declared', 'in_field', 'scored', 'confirmed', 'published', 'appealed',
      're_evaluated', 'cancelled')),
  proposed_id uuid REFERENCES organisation,
  proposed_by uuid,
  evaluator_id uuid REFERENCES organisation,
  -- How often somebody was appointed: ties are declared anew each time.
  round integer NOT NULL DEFAULT 0,
  -- The set of points that is worked on, or was sent last. Earlier sets are kept.
  set_no integer NOT NULL DEFAULT 1 CHECK (set_no >= 1),
  total numeric(5,2) CHECK (total BETWEEN 0 AND 100),
  grade text CHECK (grade IN ('excellent', 'good', 'fair', 'poor')),
  grade_rule text,
  confirmed_set integer,
  published_set integer,
  published_total numeric(5,2),
  published_grade text,
  published_at timestamptz,
  appealed_at timestamptz,
  appeal text,
  re_evaluation text,
  -- The fact that states the result in the contract's record.
  fact_id uuid REFERENCES fact,
  CONSTRAINT evaluation_never_by_the_agency CHECK (evaluator_id <> supplier_id),
  CONSTRAINT evaluation_published_whole CHECK ((published_at IS NULL) = (published_total IS NULL)),
  CONSTRAINT evaluation_appealed_once_published CHECK (appealed_at IS NULL OR published_at IS NOT NULL)
);
CREATE INDEX evaluation_due ON evaluation (due_on, id);
CREATE INDEX evaluation_contract ON evaluation (contract_id);
CREATE INDEX evaluation_evaluator ON evaluation (evaluator_id, due_on, id);
CREATE INDEX evaluation_buyer ON evaluation (buyer_id);
CREATE UNIQUE INDEX evaluation_one_final ON evaluation (contract_id) WHERE kind = 'final' AND state <> 'cancelled';

-- An evaluator's declaration of ties to the parties of the contract.
CREATE TABLE evaluation_declaration (
  evaluation_id uuid NOT NULL REFERENCES evaluation,
  round integer NOT NULL,
  user_id uuid NOT NULL REFERENCES app_user,
  tied boolean NOT NULL,
  words text,
  declared_at timestamptz NOT NULL DEFAULT business_now(),
  PRIMARY KEY (evaluation_id, round, user_id),
  CONSTRAINT evaluation_tie_is_named CHECK (NOT tied OR words IS NOT NULL)
);

-- The points that an evaluation gives on one leaf of its scheme.
CREATE TABLE evaluation_score (
  evaluation_id uuid NOT NULL REFERENCES evaluation,
  set_no integer NOT NULL,
  leaf text NOT NULL,
  -- Hundredths of a point.
  points integer NOT NULL CHECK (points BETWEEN 0 AND 10000),
  comment text,
  evidence jsonb NOT NULL DEFAULT '[]',
  scored_by uuid NOT NULL,
  scored_at timestamptz NOT NULL DEFAULT business_now(),
  PRIMARY KEY (evaluation_id, set_no, leaf)
);

-- A meeting about a need, a tender or an evaluation, with its minutes.
CREATE TABLE meeting (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  caller_id uuid NOT NULL REFERENCES organisation,
  region text,
  kind text NOT NULL CHECK (kind IN ('joint', 'proposals', 'appraisal', 'hearing')),
  subject_type text NOT NULL CHECK (subject_type IN ('need', 'tender', 'evaluation')),
  subject_id uuid NOT NULL,
  title text NOT NULL,
  place text,
  held_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'called' CHECK (state IN ('called', 'held', 'minuted', 'cancelled')),
  -- Numbers of people by side; nobody is named.
  attended jsonb NOT NULL DEFAULT '[]',
  minutes text,
  minuted_at timestamptz
);
CREATE INDEX meeting_order ON meeting (created_at, id);
CREATE INDEX meeting_caller ON meeting (caller_id);
CREATE INDEX meeting_subject ON meeting (subject_type, subject_id);

-- A body that is invited to a meeting.
CREATE TABLE meeting_invited (
  meeting_id uuid NOT NULL REFERENCES meeting,
  organisation_id uuid NOT NULL REFERENCES organisation,
  PRIMARY KEY (meeting_id, organisation_id)
);
CREATE INDEX meeting_invited_back ON meeting_invited (organisation_id);

-- Something a meeting resolved, and the body that carries it out.
CREATE TABLE meeting_resolution (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  meeting_id uuid NOT NULL REFERENCES meeting,
  no integer NOT NULL CHECK (no >= 1),
  words text NOT NULL,
  owner_id uuid NOT NULL REFERENCES organisation,
  due_on date NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
  settled_at timestamptz,
  UNIQUE (meeting_id, no)
);
CREATE INDEX meeting_resolution_owner ON meeting_resolution (owner_id) WHERE state = 'open';

-- A rating of the buyer or the agent at one stage of a purchase.
CREATE TABLE rating (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  dataset text NOT NULL,
  tender_id uuid NOT NULL REFERENCES tender,
  stage text NOT NULL CHECK (stage IN ('purchase', 'contract', 'implementation', 'evaluation')),
  -- The buyer or the agent of the tender.
  rated_id uuid NOT NULL REFERENCES organisation,
  side text NOT NULL CHECK (side IN ('buyer', 'agent')),
  -- The body that rates; null for residents, whose rating names nobody. Used only to refuse a second rating.
  rater_id uuid REFERENCES organisation,
  points integer NOT NULL CHECK (points BETWEEN 1 AND 5),
  -- Order of arrival: ratings are published in groups of five.
  no bigint GENERATED ALWAYS AS IDENTITY,
  raters text NOT NULL DEFAULT 'bodies' CHECK (raters IN ('bodies', 'residents')),
  UNIQUE (tender_id, stage, side, rater_id),
  CONSTRAINT rating_of_residents_names_nobody CHECK ((raters = 'residents') = (rater_id IS NULL))
);
CREATE INDEX rating_rated ON rating (rated_id, dataset, stage, no);
