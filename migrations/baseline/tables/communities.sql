-- Tables of people/communities

-- A community (社区) with its population figures.
CREATE TABLE community (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  name text NOT NULL,
  region text NOT NULL,
  kind text CHECK (kind IN ('urban', 'rural')),
  households integer CHECK (households >= 0),
  residents_60 integer CHECK (residents_60 >= 0),
  children integer CHECK (children >= 0),
  disabled integer CHECK (disabled >= 0),
  committee_id uuid REFERENCES organisation,
  owner_id uuid REFERENCES organisation,
  UNIQUE (dataset, region, name)
);
CREATE INDEX community_order ON community (created_at, id);

-- A service that residents receive over the years, whatever contract provides it.
CREATE TABLE service_line (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  name text NOT NULL,
  category text NOT NULL,
  target_group text,
  region text,
  responsible_id uuid REFERENCES organisation,
  since date NOT NULL,
  until date,
  -- Nothing is known after this day: a dataset that ends says nothing about later years.
  known_until date,
  -- What the line itself assumes; shown with every finding on it.
  assumption jsonb,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'ended')),
  end_proposed_on date,
  end_proposed_by uuid,
  end_on date,
  end_reason text,
  end_decided_on date,
  end_decision text,
  CONSTRAINT service_line_check CHECK (until IS NULL OR until >= since),
  CONSTRAINT service_line_end_is_proposed_by_somebody
    CHECK ((end_proposed_on IS NULL) = (end_proposed_by IS NULL) AND (end_proposed_on IS NULL) = (end_on IS NULL)),
  CONSTRAINT service_line_end_was_proposed
    CHECK (end_decided_on IS NULL OR (end_proposed_on IS NOT NULL AND until IS NOT NULL))
);
CREATE INDEX service_line_order ON service_line (created_at, id);
CREATE INDEX service_line_category ON service_line (dataset, category);

-- A community in which a service line is given.
CREATE TABLE service_line_community (
  service_line_id uuid NOT NULL REFERENCES service_line,
  community_id uuid NOT NULL REFERENCES community,
  PRIMARY KEY (service_line_id, community_id)
);
CREATE INDEX service_line_community_back ON service_line_community (community_id);

-- A need of residents and what became of it.
CREATE TABLE need (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  title text NOT NULL,
  description text,
  category text,
  target_group text,
  headcount integer CHECK (headcount >= 0),
  evidence text,
  community_id uuid REFERENCES community,
  service_line_id uuid REFERENCES service_line,
  recorded_on text,
  state text NOT NULL DEFAULT 'recorded',
  source jsonb NOT NULL,
  owner_id uuid REFERENCES organisation,
  verified_at timestamptz,
  planned_at timestamptz,
  settled_at timestamptz,
  programme_id uuid,
  received_at timestamptz NOT NULL DEFAULT business_now(),
  CONSTRAINT need_state CHECK (state IN ('suggested', 'recorded', 'verified', 'planned', 'met', 'unmet', 'rejected')),
  CONSTRAINT need_is_planned_for_a_line
    CHECK (state NOT IN ('planned', 'met', 'unmet') OR service_line_id IS NOT NULL)
);
CREATE INDEX need_order ON need (created_at, id);
CREATE INDEX need_community ON need (community_id);
CREATE INDEX need_line ON need (service_line_id);

-- What residents said, at one hearing, of the proposal to end a service line.
CREATE TABLE service_line_opinion (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  dataset text NOT NULL,
  service_line_id uuid NOT NULL REFERENCES service_line,
  form text NOT NULL,
  held_on date NOT NULL,
  heard integer NOT NULL CHECK (heard >= 1),
  agreed integer,
  summary text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT business_now(),
  recorded_by uuid NOT NULL,
  CONSTRAINT service_line_opinion_check CHECK (agreed >= 0 AND agreed <= heard)
);
CREATE INDEX service_line_opinion_list ON service_line_opinion (service_line_id, held_on, id);
