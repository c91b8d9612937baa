CREATE TABLE kept_coverage (
  service_line_id uuid NOT NULL REFERENCES service_line (id),
  year integer NOT NULL,
  days daterange NOT NULL,
  contracted integer NOT NULL,
  recorded integer NOT NULL,
  evidenced integer NOT NULL,
  vague uuid[] NOT NULL,
  renew_on date,
  PRIMARY KEY (service_line_id, year)
);
CREATE INDEX kept_coverage_due ON kept_coverage (renew_on) WHERE renew_on IS NOT NULL;

CREATE TABLE coverage_change (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  service_line_id uuid NOT NULL
);
CREATE INDEX coverage_change_line ON coverage_change (service_line_id);
