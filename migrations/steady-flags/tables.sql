-- Since when a market has facts that no screening has looked at; NULL: it is as it was screened.
ALTER TABLE market ADD COLUMN unscreened_since timestamptz;

-- A finding that is true of nearly every purchase of a programme is told once, of the programme.
ALTER TABLE flag
  -- The flag of the programme that stands for it; NULL: it stands by itself.
  ADD COLUMN part_of uuid REFERENCES flag,
  -- Of so many purchases of its programme as the rule could judge it finds the same of so many; NULL: it speaks of single ones.
  ADD COLUMN hits integer,
  ADD COLUMN judged integer,
  DROP CONSTRAINT flag_root_type_check, ADD CHECK (root_type IN (
    'programme_calendar', 'programme', 'service_line', 'contract', 'tender', 'agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market',
    'bidder_group', 'evaluator', 'community', 'evaluation_scheme'));
CREATE INDEX flag_parts ON flag (part_of) WHERE part_of IS NOT NULL;

ALTER TABLE assessment DROP CONSTRAINT assessment_root_type_check, ADD CHECK (root_type IN (
  'programme_calendar', 'programme', 'service_line', 'contract', 'tender', 'agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market',
  'bidder_group', 'evaluator', 'community', 'evaluation_scheme'));
CREATE INDEX assessment_programme ON assessment (programme_id, indicator) WHERE indicator IN ('G01', 'W01');

-- The last screening could not judge it any more: what it was found for stands, and is told once to who had decided it.
ALTER TABLE flag_subject ADD COLUMN unjudged boolean NOT NULL DEFAULT false;
