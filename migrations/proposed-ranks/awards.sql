-- A row is what was resolved of a lot after its review; `proposed_at` is when the next rank was proposed, `proposed_by` by whom.
CREATE OR REPLACE VIEW lot_results AS
SELECT d.lot_id, d.proposed_at, d.proposed_by FROM lot_result d;
