-- Tables of care/surveys

-- A survey among recipients of a contract. Whom it asks is drawn from a seed that is published before the draw.
CREATE TABLE survey (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  -- The buyer or the appointed evaluator, never the agency.
  runner_id uuid NOT NULL REFERENCES organisation,
  purpose text NOT NULL CHECK (purpose IN ('acceptance', 'evaluation', 'line')),
  title text NOT NULL,
  questions jsonb NOT NULL DEFAULT '[]',
  opens_on date NOT NULL,
  closes_on date NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'closed', 'cancelled')),
  -- Published when the survey is made, before anybody is drawn.
  seed text NOT NULL CHECK (seed ~ '^[0-9a-f]{64}$'),
  size integer CHECK (size >= 1),
  drawn_at timestamptz,
  opened_at timestamptz,
  closed_at timestamptz,
  CONSTRAINT survey_closes_after_it_opens CHECK (closes_on >= opens_on),
  CONSTRAINT survey_is_drawn_whole CHECK ((drawn_at IS NULL) = (size IS NULL)),
  CONSTRAINT survey_asks_whom_it_drew CHECK (opened_at IS NULL OR drawn_at IS NOT NULL),
  CONSTRAINT survey_says_when_it_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CONSTRAINT survey_says_when_it_opened
    CHECK (CASE state WHEN 'draft' THEN opened_at IS NULL WHEN 'cancelled' THEN true ELSE opened_at IS NOT NULL END)
);
CREATE UNIQUE INDEX survey_one_at_a_time ON survey (contract_id, runner_id, purpose) WHERE state IN ('draft', 'open');
CREATE INDEX survey_order ON survey (created_at, id);
CREATE INDEX survey_runner ON survey (runner_id);

-- A stratum of a survey: the recipients of one community. Unique by survey and community (beyond-entities.sql,
-- because the community may be unknown).
CREATE TABLE survey_stratum (
  survey_id uuid NOT NULL REFERENCES survey,
  no integer NOT NULL CHECK (no >= 1),
  -- Null: recipients whose community is unknown.
  community_id uuid REFERENCES community,
  population integer NOT NULL CHECK (population >= 1),
  sampled integer NOT NULL,
  PRIMARY KEY (survey_id, no),
  CONSTRAINT survey_stratum_check CHECK (sampled >= 0 AND sampled <= population)
);

-- A recipient who could be drawn for a survey, and whether they were.
CREATE TABLE survey_frame (
  survey_id uuid NOT NULL,
  recipient_id uuid NOT NULL REFERENCES recipient,
  stratum integer NOT NULL,
  drawn boolean NOT NULL,
  PRIMARY KEY (survey_id, recipient_id),
  FOREIGN KEY (survey_id, stratum) REFERENCES survey_stratum
);

-- A printed slip with a one-time code for a drawn recipient.
CREATE TABLE survey_slip (
  survey_id uuid NOT NULL,
  -- Printed on the slip. It leads to a community and to nobody in it.
  no integer NOT NULL CHECK (no >= 1),
  stratum integer NOT NULL,
  -- HMAC of the code under a key outside the database; null where none is printed.
  code bytea UNIQUE,
  used boolean NOT NULL DEFAULT false,
  PRIMARY KEY (survey_id, no),
  FOREIGN KEY (survey_id, stratum) REFERENCES survey_stratum,
  CONSTRAINT survey_slip_was_printed CHECK (NOT used OR code IS NOT NULL)
);

-- One completed survey. The row has no time and no slip, so that it leads to nobody.
CREATE TABLE survey_answer (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  survey_id uuid NOT NULL,
  stratum integer NOT NULL,
  answers jsonb NOT NULL,
  FOREIGN KEY (survey_id, stratum) REFERENCES survey_stratum
);
CREATE INDEX survey_answer_stratum ON survey_answer (survey_id, stratum);
