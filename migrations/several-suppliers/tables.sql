-- A lot may have several suppliers (framework, 入围); null: one.
ALTER TABLE lot ADD COLUMN suppliers_most integer CHECK (suppliers_most >= 1);

ALTER TABLE award
  ADD COLUMN several boolean NOT NULL DEFAULT false,
  -- Of the lot, in basis points.
  ADD COLUMN share integer CHECK (share BETWEEN 1 AND 10000),
  -- Fen.
  ADD COLUMN unit_price bigint CHECK (unit_price >= 0),
  ADD COLUMN unit text,
  ADD CONSTRAINT award_price_has_its_unit CHECK (unit_price IS NULL OR unit IS NOT NULL);

-- One award of a lot, or one of each of its suppliers.
DROP INDEX award_one_active;
CREATE UNIQUE INDEX award_one_active ON award (lot_id)
  WHERE state IN ('pending', 'active', 'contracted') AND NOT several;
CREATE UNIQUE INDEX award_one_of_supplier ON award (lot_id, supplier_id)
  WHERE state IN ('pending', 'active', 'contracted') AND several;

-- Why a bid was rejected elsewhere, as published.
ALTER TABLE bid ADD COLUMN rejected_for text;
