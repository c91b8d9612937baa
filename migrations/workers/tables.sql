-- Somebody who works for an agency, known by a number to everybody else.
CREATE TABLE worker (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dataset text NOT NULL,
  organisation_id uuid NOT NULL REFERENCES organisation,
  -- Issued here, per body; never given to somebody else.
  no integer NOT NULL CHECK (no >= 1),
  kind text NOT NULL CHECK (kind IN ('licensed_social_worker', 'assistant', 'volunteer', 'supervisor')),
  -- Number of the certificate.
  licence text,
  -- Encrypted with a key outside the database, bound to this row.
  name bytea NOT NULL,
  since date NOT NULL,
  -- Last day of work.
  until date,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'left')),
  UNIQUE (organisation_id, no),
  CONSTRAINT worker_leaves_after_coming CHECK (until >= since),
  CONSTRAINT worker_left_on_a_day CHECK ((state = 'left') = (until IS NOT NULL)),
  CONSTRAINT worker_licensed_by_a_licence CHECK (kind <> 'licensed_social_worker' OR licence IS NOT NULL)
);

-- Who served, when it began and where, and how it was confirmed.
ALTER TABLE service_record
  -- Beginning in Asia/Shanghai, of the day of the service.
  ADD COLUMN starts_at time,
  ADD COLUMN place text,
  ADD COLUMN confirmation jsonb CHECK (confirmation ->> 'how' IN ('recipient_code', 'photo'));

-- A worker who served, as a record names them.
CREATE TABLE service_record_worker (
  record_id uuid NOT NULL REFERENCES service_record,
  worker_id uuid NOT NULL REFERENCES worker,
  -- Day of the record, repeated here so that the days of one worker are found without reading every record.
  served_on date NOT NULL,
  PRIMARY KEY (record_id, worker_id)
);
CREATE INDEX service_record_worker_days ON service_record_worker (worker_id, served_on);

-- The code by which a recipient confirms a service, as HMAC under a key outside the database.
CREATE TABLE recipient_code (
  recipient_id uuid PRIMARY KEY REFERENCES recipient,
  code bytea NOT NULL UNIQUE CHECK (octet_length(code) = 32),
  issued_at timestamptz NOT NULL DEFAULT business_now(),
  -- Wrong codes that were tried on one day, by the clock of the machine.
  wrong integer NOT NULL DEFAULT 0 CHECK (wrong >= 0),
  wrong_on date
);

-- A service line for which a record speaks that names no recipient.
CREATE TABLE service_record_line (
  record_id uuid NOT NULL REFERENCES service_record,
  service_line_id uuid NOT NULL REFERENCES service_line,
  PRIMARY KEY (record_id, service_line_id)
);

-- How many valid records of one day of a contract speak for a line, of what the contract asks for. Kept by triggers.
CREATE TABLE service_line_day (
  contract_id uuid NOT NULL REFERENCES contract,
  service_line_id uuid NOT NULL REFERENCES service_line,
  served_on date NOT NULL,
  records integer NOT NULL,
  PRIMARY KEY (contract_id, service_line_id, served_on)
);
CREATE INDEX service_line_day_line ON service_line_day (service_line_id, contract_id, served_on);

-- Of what was recorded before, nobody said which line it was for: it spoke for every line of its contract.
INSERT INTO service_record_line (record_id, service_line_id)
SELECT s.id, l.service_line_id FROM service_record s JOIN contract_service_line l ON l.contract_id = s.contract_id
WHERE NOT EXISTS (SELECT FROM service_record_recipient x WHERE x.record_id = s.id);

INSERT INTO service_line_day (contract_id, service_line_id, served_on, records)
SELECT s.contract_id, l.line, s.served_on, count(*) FROM service_record s
CROSS JOIN LATERAL (
  SELECT service_line_id AS line FROM service_record_line WHERE record_id = s.id
  UNION SELECT r.service_line_id FROM service_record_recipient x JOIN recipient r ON r.id = x.recipient_id WHERE x.record_id = s.id
) l
WHERE s.within_contract AND NOT s.withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = s.id)
GROUP BY 1, 2, 3;
