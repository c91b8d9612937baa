DROP VIEW IF EXISTS payments_to_request;

-- A row is an instalment that may be asked for: its invoice was accepted and what it waits for has happened.
CREATE VIEW payments_to_request AS
SELECT p.id, p.contract_id, p.no, i.decided_at AS since
FROM payment p JOIN contract c ON c.id = p.contract_id JOIN invoice i ON i.payment_id = p.id AND i.state = 'accepted'
WHERE p.state = 'scheduled' AND NOT p.dropped AND c.state NOT IN ('draft', 'void', 'halted') AND (c.accepted_amount IS NOT NULL OR CASE p.trigger
  WHEN 'milestone' THEN (SELECT count(*) FROM milestone m WHERE m.contract_id = c.id AND m.state IN ('accepted', 'partially_accepted')
      AND (p.trigger_of IS NULL OR m.no = p.trigger_of))
    >= CASE WHEN p.trigger_of IS NULL THEN (SELECT count(*) FROM payment o WHERE o.contract_id = c.id AND o.trigger = 'milestone' AND o.no <= p.no) ELSE 1 END
  WHEN 'report' THEN (SELECT count(*) FROM progress_report r WHERE r.contract_id = c.id AND r.no = 0 AND r.state = 'approved')
    >= (SELECT count(*) FROM payment o WHERE o.contract_id = c.id AND o.trigger = 'report' AND o.no <= p.no)
  WHEN 'acceptance' THEN false
  ELSE true END);
