DROP VIEW IF EXISTS contract_halts, contract_endings, contract_objections, organisation_bars, opening_requests, method_changes;

-- A row is a halt of a contract. `proposer` is the person, also where a key of theirs did it.
CREATE VIEW contract_halts AS
SELECT h.id, h.contract_id, h.state, h.proposed_at, h.confirm_due, h.decided_at,
  coalesce((SELECT k.holder_id FROM api_key k WHERE k.id = h.proposed_by), h.proposed_by) AS proposer
FROM contract_halt h;

-- A row is the end of a contract before its time, or a proposal of it; not what the other side says of it.
CREATE VIEW contract_endings AS
SELECT e.id, e.contract_id, e.kind, e.state, e.proposed_at, e.hear_until, e.heard_at,
  coalesce((SELECT k.holder_id FROM api_key k WHERE k.id = e.proposed_by), e.proposed_by) AS proposer
FROM contract_ending e;

-- A row is an objection of an agency; not what it says.
CREATE VIEW contract_objections AS
SELECT o.id, o.contract_id, o.raised_at, o.due_on, o.answered_at FROM contract_objection o;

-- A row is a decision that keeps a body from procurement, as recorded.
CREATE VIEW organisation_bars AS
SELECT b.id, b.organisation_id, b.state, b.number, b.from_on, b.until, b.created_at, b.proposed_by AS proposer FROM organisation_bar b;

-- A row asks for the opening of the bids of a purchase, which another person orders: one of the buyer, its agent, who watches over
-- it, or a witness.
CREATE VIEW opening_requests AS
SELECT o.id, o.tender_id, o.requested_at, o.requested_by AS proposer,
  ARRAY(SELECT w.user_id FROM tender_witness w WHERE w.tender_id = o.tender_id) AS witnesses
FROM opening o WHERE o.state = 'requested';

-- A row asks for another method after a failure. `cities` where a city with districts, or above, decides on it.
CREATE VIEW method_changes AS
SELECT m.id, m.tender_id, m.state, m.requested_at, m.ground IS DISTINCT FROM 'two_left' AS cities FROM method_change m;
