-- A row is a lot whose opened bids were compared: what files and words of two bids have in common, by the ids of the bids.
CREATE VIEW lot_comparisons AS SELECT c.lot_id, c.compared_at, c.result FROM lot_comparison c;
