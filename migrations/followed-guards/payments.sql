-- A row is an instalment of a contract that is not asked for yet and of which what it waits for has happened, with the last day on
-- which something of it was decided: an accepted milestone or an approved report, the one that it names, else as many of those that no
-- instalment names as ask for them up to it; or whatever was accepted in the end. Nothing is owed in advance under what has ended, nor
-- otherwise under what was rescinded or closed. A halt holds nothing back by itself: what does is asked where an instalment is read.
CREATE OR REPLACE VIEW met_instalments AS
SELECT p.id, p.contract_id, p.no, greatest(p.updated_at, CASE p.trigger
    WHEN 'milestone' THEN (SELECT max(m.decided_at) FROM milestone m WHERE m.contract_id = c.id AND m.state = 'accepted' AND NOT m.dropped
      AND (p.trigger_of IS NULL OR m.no = p.trigger_of))
    WHEN 'report' THEN (SELECT max(r.decided_at) FROM progress_report r WHERE r.contract_id = c.id AND r.no = 0 AND r.state = 'approved') END) AS since
FROM payment p JOIN contract c ON c.id = p.contract_id
CROSS JOIN LATERAL (SELECT count(*) AS nth FROM payment o WHERE o.contract_id = c.id AND o.trigger = p.trigger AND o.share_no IS NOT NULL
  AND o.trigger_of IS NULL AND NOT o.dropped AND o.no <= p.no) place
WHERE p.state = 'scheduled' AND NOT p.dropped AND c.state NOT IN ('draft', 'void') AND (c.accepted_amount IS NOT NULL
  OR EXISTS (SELECT FROM fact f WHERE f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind = 'acceptance'
    AND f.data ->> 'result' IN ('passed', 'partial') AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id))
  OR (c.terminated_on IS NULL OR p.trigger <> 'signing' AND c.state NOT IN ('rescinded', 'settled', 'archived')) AND CASE p.trigger
    WHEN 'milestone' THEN CASE
      WHEN p.trigger_of IS NULL THEN place.nth <= (SELECT count(*) FROM milestone m WHERE m.contract_id = c.id AND m.state = 'accepted' AND NOT m.dropped
        AND NOT EXISTS (SELECT FROM payment o WHERE o.contract_id = c.id AND o.trigger = 'milestone' AND NOT o.dropped AND o.trigger_of = m.no))
      ELSE EXISTS (SELECT FROM milestone m WHERE m.contract_id = c.id AND m.state = 'accepted' AND NOT m.dropped AND m.no = p.trigger_of) END
    -- Which period a report is of is known where it is read.
    WHEN 'report' THEN CASE WHEN p.trigger_of IS NULL THEN place.nth ELSE 1 END
      <= (SELECT count(*) FROM progress_report r WHERE r.contract_id = c.id AND r.no = 0 AND r.state = 'approved')
    WHEN 'acceptance' THEN false
    WHEN 'signing' THEN length(c.signed_on) = 10
    ELSE true END);
