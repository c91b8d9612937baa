-- Tables of care/acceptance

-- A round of acceptance (履约验收): what was found of every standard of the contract, and its conclusion. In fen.
CREATE TABLE acceptance (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  contract_id uuid NOT NULL REFERENCES contract,
  -- First, second, … round of the contract.
  no integer NOT NULL CHECK (no >= 1),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'itemised', 'opinions_in', 'concluded', 'published')),
  -- Business time.
  opened_at timestamptz NOT NULL,
  -- What was contracted, as it stood when the round was opened.
  standards jsonb NOT NULL CHECK (jsonb_array_length(standards) >= 1),
  -- What was found of each standard, by its number.
  ticks jsonb NOT NULL DEFAULT '[]',
  -- Whether recipients must take part: Regulation article 45 (2).
  public_service boolean NOT NULL,
  -- Until when the recipients were asked for their opinions.
  opinions_until date,
  -- Everybody who opened the round, ticked a standard or recorded an opinion: none of them may conclude it.
  prepared_by uuid[] NOT NULL,
  -- Who compares the service with what was agreed, and signs (Law article 41).
  members jsonb NOT NULL DEFAULT '[]',
  result text CHECK (result IN ('passed', 'rectify', 'failed')),
  -- Of a contract that had ended before.
  of_ended boolean,
  ground text,
  reason text,
  new_due_on date,
  accepted_part text,
  accepted_amount bigint CHECK (accepted_amount >= 0),
  recipients_heard integer CHECK (recipients_heard >= 0),
  concluded_on date,
  concluded_by uuid,
  published_on date,
  -- The fact that states the result; a correction replaces it.
  fact_id uuid REFERENCES fact,
  UNIQUE (contract_id, no),
  CONSTRAINT acceptance_concluded CHECK ((state IN ('concluded', 'published')) = (result IS NOT NULL)),
  CONSTRAINT acceptance_concluded_by_somebody_else
    CHECK (result IS NULL
      OR (concluded_on IS NOT NULL AND concluded_by IS NOT NULL AND NOT (concluded_by = ANY (prepared_by)))),
  CONSTRAINT acceptance_published CHECK ((state = 'published') = (published_on IS NOT NULL)),
  CONSTRAINT acceptance_rectified_by_a_day CHECK (coalesce(result = 'rectify', false) = (new_due_on IS NOT NULL)),
  CONSTRAINT acceptance_of_a_part CHECK (accepted_part IS NULL OR coalesce(result = 'passed', false)),
  CONSTRAINT acceptance_of_an_amount CHECK (coalesce(result = 'passed', false) = (accepted_amount IS NOT NULL)),
  CONSTRAINT acceptance_of_what_has_ended
    CHECK (result IS NULL OR (of_ended IS NOT NULL
      AND NOT (of_ended AND (result = 'rectify' OR (result = 'passed' AND accepted_part IS NULL))))),
  CONSTRAINT acceptance_heard_recipients CHECK (result IS NULL OR NOT public_service OR recipients_heard > 0)
);
CREATE UNIQUE INDEX acceptance_one_under_way ON acceptance (contract_id)
  WHERE state IN ('open', 'itemised', 'opinions_in');

-- One hearing of recipients in a round of acceptance.
CREATE TABLE acceptance_opinion (
  id uuid PRIMARY KEY,
  acceptance_id uuid NOT NULL REFERENCES acceptance,
  no integer NOT NULL CHECK (no >= 1),
  form text NOT NULL,
  held_on date NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  UNIQUE (acceptance_id, no)
);

-- What one recipient said at a hearing, by number alone.
CREATE TABLE acceptance_voice (
  opinion_id uuid NOT NULL REFERENCES acceptance_opinion,
  recipient_id uuid NOT NULL REFERENCES recipient,
  -- Null: was present and gave no opinion.
  verdict text CHECK (verdict IN ('satisfied', 'acceptable', 'dissatisfied')),
  PRIMARY KEY (opinion_id, recipient_id)
);
