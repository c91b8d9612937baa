-- A lot says for itself what it says otherwise than its tender; what it does not say is as the tender has it.
ALTER TABLE lot
  ADD COLUMN window_start text CHECK (window_start ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  ADD COLUMN window_end text CHECK (window_end ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  ADD COLUMN term_text text,
  -- Own members of the documents, each whole.
  ADD COLUMN terms jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(terms) = 'object');

-- A service line that a lot is for, where it is not for all of its tender's.
CREATE TABLE lot_service_line (
  lot_id uuid NOT NULL REFERENCES lot ON DELETE CASCADE,
  service_line_id uuid NOT NULL REFERENCES service_line,
  PRIMARY KEY (lot_id, service_line_id)
);
CREATE INDEX lot_service_line_back ON lot_service_line (service_line_id);
