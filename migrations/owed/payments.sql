DROP VIEW IF EXISTS payments_to_request, uninvoiced_instalments, met_instalments, returned_settlements;

-- A row is an instalment of a contract that is not asked for yet and of which what it waits for has happened, with the last day on
-- which something of it was decided. Nothing is owed in advance under what has ended.
CREATE VIEW met_instalments AS
SELECT p.id, p.contract_id, p.no, greatest(p.updated_at, CASE p.trigger
    WHEN 'milestone' THEN (SELECT max(m.decided_at) FROM milestone m WHERE m.contract_id = c.id AND m.state IN ('accepted', 'partially_accepted')
      AND (p.trigger_of IS NULL OR m.no = p.trigger_of))
    WHEN 'report' THEN (SELECT max(r.decided_at) FROM progress_report r WHERE r.contract_id = c.id AND r.no = 0 AND r.state = 'approved') END) AS since
FROM payment p JOIN contract c ON c.id = p.contract_id
WHERE p.state = 'scheduled' AND NOT p.dropped AND c.state NOT IN ('draft', 'void', 'halted') AND (c.accepted_amount IS NOT NULL OR CASE p.trigger
  WHEN 'milestone' THEN (SELECT count(*) FROM milestone m WHERE m.contract_id = c.id AND m.state IN ('accepted', 'partially_accepted')
      AND (p.trigger_of IS NULL OR m.no = p.trigger_of))
    >= CASE WHEN p.trigger_of IS NULL THEN (SELECT count(*) FROM payment o WHERE o.contract_id = c.id AND o.trigger = 'milestone' AND o.no <= p.no) ELSE 1 END
  WHEN 'report' THEN (SELECT count(*) FROM progress_report r WHERE r.contract_id = c.id AND r.no = 0 AND r.state = 'approved')
    >= (SELECT count(*) FROM payment o WHERE o.contract_id = c.id AND o.trigger = 'report' AND o.no <= p.no)
  WHEN 'acceptance' THEN false
  WHEN 'signing' THEN c.state NOT IN ('terminated', 'rescinded')
  ELSE true END);

-- A row is an instalment that may be asked for: its invoice was accepted and what it waits for has happened.
CREATE VIEW payments_to_request AS
SELECT m.id, m.contract_id, m.no, i.decided_at AS since FROM met_instalments m JOIN invoice i ON i.payment_id = m.id AND i.state = 'accepted';

-- A row is such an instalment for which the agency has no invoice that lives.
CREATE VIEW uninvoiced_instalments AS
SELECT m.id, m.contract_id, m.no, m.since FROM met_instalments m
WHERE NOT EXISTS (SELECT FROM invoice i WHERE i.payment_id = m.id AND i.state IN ('submitted', 'accepted', 'returned'));

-- A row is a settlement that came back and that no later one has taken the place of.
CREATE VIEW returned_settlements AS
SELECT s.id, s.contract_id, s.no, s.updated_at AS since FROM settlement s
WHERE s.state = 'returned' AND NOT EXISTS (SELECT FROM settlement o WHERE o.contract_id = s.contract_id AND o.no > s.no AND o.state <> 'withdrawn');
