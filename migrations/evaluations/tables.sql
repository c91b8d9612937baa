-- What the product itself knows of a leaf of an evaluation's sheet, when work began or it was asked anew.
CREATE TABLE evaluation_figure (
  evaluation_id uuid NOT NULL REFERENCES evaluation,
  set_no integer NOT NULL,
  leaf text NOT NULL,
  -- Which figure it is, as the scheme said.
  source jsonb NOT NULL,
  -- Percent.
  value numeric(4,1) CHECK (value BETWEEN 0 AND 100),
  bound text CHECK (bound IN ('at_least', 'at_most')),
  -- Hundredths of a point.
  points integer CHECK (points BETWEEN 0 AND 10000),
  -- Why there is no value.
  reason text,
  survey_id uuid REFERENCES survey,
  found_at timestamptz NOT NULL DEFAULT business_now(),
  CONSTRAINT evaluation_figure_known_or_not CHECK ((value IS NULL) = (points IS NULL) AND (value IS NULL) = (reason IS NOT NULL)),
  PRIMARY KEY (evaluation_id, set_no, leaf)
);

-- The evaluator's body, where it drafted the scheme for its owner.
ALTER TABLE evaluation_scheme ADD COLUMN drafted_by uuid REFERENCES organisation;
