-- What a complaint (投诉) is about, by which the law gives its effects (Order 94 articles 31 and 32): that of its challenge.
ALTER TABLE complaint ADD COLUMN stage text CHECK (stage IN ('documents', 'process', 'result', 'failure'));
UPDATE complaint x SET stage = CASE WHEN x.effect = 'annul_failure' THEN 'failure'
  ELSE coalesce((SELECT c.stage FROM challenge c WHERE c.id = x.challenge_id), 'result') END;
ALTER TABLE complaint ALTER COLUMN stage SET NOT NULL;
-- False: what was upheld does not affect the result of the purchase.
ALTER TABLE complaint ADD COLUMN affects_result boolean;
UPDATE complaint SET affects_result = effect <> 'none' WHERE result = 'upheld';
-- The authority that a complaint is sent to, where several may be competent; and the one that a refusal names as competent.
ALTER TABLE complaint ADD COLUMN authority_id uuid REFERENCES organisation;
ALTER TABLE complaint ADD COLUMN competent text;

-- The budget level (预算级次) that a body states; without one its region says it.
ALTER TABLE organisation ADD COLUMN budget_level text CHECK (budget_level IN ('central', 'provincial', 'municipal', 'county'));

-- The step of the process that a challenge is about, where it says so.
ALTER TABLE challenge ADD COLUMN step text
  CHECK (step IN ('documents_given', 'opening', 'qualification', 'consultation', 'evaluation', 'confirmation'));

-- The written notice of a suspension and the days that it states (Order 94 article 28); older ones stated none.
ALTER TABLE suspension_spell ADD COLUMN notice text, ADD COLUMN days integer CHECK (days BETWEEN 1 AND 30);

-- Steps between the receipt of a complaint and its decision (Order 94 articles 21 and 22); of older ones they are not known.
ALTER TABLE complaint ADD COLUMN examined_on date, ADD COLUMN refused_on date, ADD COLUMN copies_sent_on date;

-- The copy of a complaint that was sent to one who is to answer it.
CREATE TABLE complaint_notice (
  complaint_id uuid NOT NULL REFERENCES complaint,
  organisation_id uuid NOT NULL REFERENCES organisation,
  sent_at timestamptz NOT NULL,
  -- The day of its receipt, from which five working days run.
  received_on date,
  answered_at timestamptz,
  answer text,
  PRIMARY KEY (complaint_id, organisation_id)
);
