-- Lots that compete with each other: of one dataset, category, county and five-year plan. What the last screening said of it stands here.
CREATE TABLE market (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  category text NOT NULL,
  region text NOT NULL,
  first_year integer NOT NULL CHECK (first_year % 5 = 1),
  UNIQUE (dataset, category, region, first_year)
);

-- In which market a lot stands.
CREATE TABLE market_lot (
  lot_id uuid PRIMARY KEY,
  market_id uuid NOT NULL REFERENCES market
);
CREATE INDEX market_lot_of_market ON market_lot (market_id);

-- What closed periods before said of a market, as a screening read it. Never changed: a late correction makes a new version.
CREATE TABLE baseline (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  market_id uuid NOT NULL REFERENCES market,
  version integer NOT NULL,
  -- Lots before this day made it; null: there is no earlier period.
  cut_off date,
  seed text NOT NULL CHECK (seed ~ '^[0-9a-f]{64}$'),
  content jsonb NOT NULL,
  content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
  UNIQUE (market_id, version)
);

-- One screening of one market over one baseline: the rules with their versions, how many findings could be assessed and how many stood
-- out under the joint control of false discoveries. `current` is the one that the assessments of the market rest on.
CREATE TABLE screening_run (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The request that it was made for.
  run_id uuid NOT NULL REFERENCES risk_run,
  market_id uuid NOT NULL REFERENCES market,
  baseline_id uuid NOT NULL REFERENCES baseline,
  rules jsonb NOT NULL,
  level text NOT NULL,
  seed text NOT NULL CHECK (seed ~ '^[0-9a-f]{64}$'),
  screened integer NOT NULL,
  triggered integer NOT NULL,
  inputs_hash text NOT NULL CHECK (inputs_hash ~ '^[0-9a-f]{64}$'),
  current boolean NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX screening_run_current ON screening_run (market_id) WHERE current;
CREATE INDEX screening_run_of_request ON screening_run (run_id);

-- Bodies of one market that a rule over many lots speaks of together: bidders, or a buyer or agent with a bidder.
CREATE TABLE bidder_group (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  market_id uuid NOT NULL REFERENCES market,
  kind text NOT NULL CHECK (kind IN ('bidder_group', 'buyer_agency')),
  -- SHA-256 of the sorted business keys of its members.
  key text NOT NULL CHECK (key ~ '^[0-9a-f]{64}$'),
  members uuid[] NOT NULL,
  UNIQUE (market_id, kind, key)
);

ALTER TABLE risk_run ADD COLUMN kind text NOT NULL DEFAULT 'assess' CHECK (kind IN ('assess', 'screen'));
-- The baseline that an answer over many lots rests on.
ALTER TABLE assessment ADD COLUMN baseline_id uuid;

ALTER TABLE risk_subject DROP CONSTRAINT risk_subject_subject_type_check, ADD CHECK (subject_type IN (
  'tender', 'lot', 'contract', 'service_line', 'programme', 'agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market',
  'bidder_group', 'evaluator', 'community', 'evaluation_scheme'));
ALTER TABLE assessment DROP CONSTRAINT assessment_subject_type_check, ADD CHECK (subject_type IN (
  'tender', 'lot', 'contract', 'service_line', 'programme', 'agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market',
  'bidder_group', 'evaluator', 'community', 'evaluation_scheme'));
ALTER TABLE flag_subject DROP CONSTRAINT flag_subject_subject_type_check, ADD CHECK (subject_type IN (
  'tender', 'lot', 'contract', 'service_line', 'programme', 'agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market',
  'bidder_group', 'evaluator', 'community', 'evaluation_scheme'));
ALTER TABLE assessment DROP CONSTRAINT assessment_root_type_check, ADD CHECK (root_type IN (
  'programme_calendar', 'service_line', 'contract', 'tender', 'agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market',
  'bidder_group', 'evaluator', 'community', 'evaluation_scheme'));
ALTER TABLE flag DROP CONSTRAINT flag_root_type_check, ADD CHECK (root_type IN (
  'programme_calendar', 'service_line', 'contract', 'tender', 'agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market',
  'bidder_group', 'evaluator', 'community', 'evaluation_scheme'));
