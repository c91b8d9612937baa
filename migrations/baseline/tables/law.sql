-- Tables of law

-- A year whose State Council notice is loaded. Working days of a year without a row are unknown.
CREATE TABLE working_calendar_year (
  year integer PRIMARY KEY CHECK (year BETWEEN 1950 AND 2200),
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 500),
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  loaded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A day that the notice of its year makes a holiday, or a weekend day that it makes a working day.
CREATE TABLE working_calendar_day (
  day date PRIMARY KEY,
  year integer NOT NULL REFERENCES working_calendar_year ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('holiday', 'makeup')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  CONSTRAINT working_calendar_day_check CHECK (extract(year FROM day) = year),
  CONSTRAINT working_calendar_day_check1 CHECK (kind = 'holiday' OR extract(isodow FROM day) IN (6, 7))
);
CREATE INDEX working_calendar_day_year ON working_calendar_day (year, day);

-- The amount from which a purchase must be tendered openly, in one region and period. Without a row the amount is
-- unknown; it does not mean that there is none.
CREATE TABLE open_tender_threshold (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  region text NOT NULL CHECK (region = 'CN' OR region ~ '^[1-9][0-9]{5}$'),
  level text NOT NULL CHECK (level IN ('central', 'provincial', 'below_provincial')),
  object text NOT NULL CHECK (object IN ('goods', 'services', 'works')),
  amount bigint NOT NULL CHECK (amount >= 0),
  effective_from date NOT NULL,
  effective_to date,
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 500),
  confidence text NOT NULL CHECK (confidence IN ('A', 'B', 'C', 'POLICY')),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  EXCLUDE USING gist
    (region WITH =, level WITH =, object WITH =, daterange(effective_from, effective_to, '[]') WITH &&),
  CONSTRAINT open_tender_threshold_check CHECK (effective_to >= effective_from)
);
