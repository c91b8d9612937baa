-- A row is a tender as everybody is shown it, by which saved searches find it. The state is that until `state_until`. Amounts in fen.
-- `names` are those of its buyers, lots and service lines; `lot_amounts` what lots may cost, where it is not the budget; `joint_buyers`
-- who buys together with the buyer.
CREATE OR REPLACE VIEW published_tenders AS
SELECT p.id, p.dataset, p.buyer_id, p.programme_id, p.title, p.project_no, p.region, p.region_text, p.method, p.category, p.budget,
  p.state, p.state_until, p.deadline_at, p.service_lines, p.sme_kinds, p.names, p.lot_amounts, p.joint_buyers
FROM public_tender p;
