-- What a notice says of a bid beside its price: points by part of the review, what was offered before the talks, when it came in.
ALTER TABLE bid
  ADD COLUMN technical_score numeric,
  ADD COLUMN price_score numeric,
  ADD COLUMN first_price bigint CHECK (first_price >= 0),
  ADD COLUMN receipt text;

-- From when until when somebody was behind a body; null: not known.
ALTER TABLE organisation_person
  ADD COLUMN since date,
  ADD COLUMN until date,
  ADD CONSTRAINT organisation_person_days CHECK (until >= since);
ALTER TABLE organisation_holding
  ADD COLUMN since date,
  ADD COLUMN until date,
  ADD CONSTRAINT organisation_holding_days CHECK (until >= since);
