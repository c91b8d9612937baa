-- Tables of people/organisations

-- A body: buyer, agency, procurement agent, evaluator, committee or authority.
CREATE TABLE organisation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$'),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  name text NOT NULL,
  kind text,
  credit_code text,
  region text,
  state text NOT NULL DEFAULT 'active',
  categories text[] NOT NULL DEFAULT '{}',
  licensed_workers integer,
  registered_on text,
  -- Whether the persons and holdings are a complete statement: only then does absence mean that there is none.
  relations_known boolean NOT NULL DEFAULT false,
  address text,
  contact_name text,
  contact_phone text,
  full_time_staff integer CHECK (full_time_staff >= 0)
);
CREATE UNIQUE INDEX organisation_code ON organisation (dataset, credit_code) WHERE credit_code IS NOT NULL;
CREATE UNIQUE INDEX organisation_name ON organisation (dataset, name) WHERE credit_code IS NULL;
CREATE INDEX organisation_order ON organisation (created_at, id);
CREATE INDEX organisation_any_name ON organisation (dataset, name);

-- A person who heads, manages, founded or holds a body.
CREATE TABLE organisation_person (
  organisation_id uuid NOT NULL REFERENCES organisation,
  relation text NOT NULL CHECK (relation IN ('head', 'manager', 'founder', 'holder')),
  -- HMAC of the identity number, with the id of its key: pseudonymous, never anonymous.
  person_key text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (organisation_id, relation, person_key)
);
CREATE INDEX organisation_person_key ON organisation_person (person_key);

-- A body that holds, manages or founded another.
CREATE TABLE organisation_holding (
  organisation_id uuid NOT NULL REFERENCES organisation,
  held_by uuid NOT NULL REFERENCES organisation,
  relation text NOT NULL CHECK (relation IN ('holding', 'management', 'founder')),
  PRIMARY KEY (organisation_id, held_by, relation)
);
CREATE INDEX organisation_holding_by ON organisation_holding (held_by);

-- References from tables of earlier rooms
ALTER TABLE document ADD FOREIGN KEY (organisation_id) REFERENCES organisation;
ALTER TABLE seat ADD FOREIGN KEY (organisation_id) REFERENCES organisation;
ALTER TABLE api_key ADD FOREIGN KEY (organisation_id) REFERENCES organisation;
ALTER TABLE registration ADD FOREIGN KEY (organisation_id) REFERENCES organisation;
