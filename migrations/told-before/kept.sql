-- The audit says under which contract somebody was registered, and which they left for which.
INSERT INTO former_contract (recipient_id, contract_id)
SELECT DISTINCT r.id, c.id
FROM audit_entry e JOIN recipient r ON r.id::text = e.aggregate_id
CROSS JOIN LATERAL (SELECT convert_from(e.canonical, 'UTF8')::jsonb -> 'data' AS data) said
CROSS JOIN LATERAL (VALUES (said.data ->> 'contract'), (said.data ->> 'from')) named(contract)
JOIN contract c ON c.id = named.contract::uuid AND c.id <> r.contract_id
WHERE e.aggregate_type = 'recipient' AND e.action IN ('registered', 'went_on');

-- Versions before showed the seed once the survey was over, answered or not. One that another survey has taken over since is left to it.
UPDATE survey s SET seed_shown = true
WHERE (s.state = 'closed' OR s.state = 'open' AND s.closes_on < business_today())
  AND NOT EXISTS (SELECT FROM survey_slip k WHERE k.survey_id = s.id AND k.used)
  AND NOT EXISTS (SELECT FROM survey n WHERE n.seed = s.seed AND n.created_at > s.created_at);

-- As it was shown until now.
UPDATE bid SET bidder_version = CASE WHEN state IN ('opened', 'unreadable') THEN version ELSE greatest(version - 1, 1) END
WHERE version > 1 AND state IS NOT NULL;
