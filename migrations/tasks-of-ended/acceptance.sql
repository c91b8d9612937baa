-- A row is a round of acceptance of a contract. `of_ended`: the contract had ended before the round was concluded; null until then.
-- `unsigned_by` are the members who have still to sign, null for one without an account; `heard` says whether recipients were.
CREATE OR REPLACE VIEW acceptances AS
SELECT a.id, a.contract_id, a.no, a.state, a.result, a.concluded_on, a.recipients_heard > 0 AS heard, a.prepared_by, a.updated_at,
  jsonb_array_length(a.members) AS members,
  ARRAY(SELECT (m ->> 'user')::uuid FROM jsonb_array_elements(a.members) m WHERE m ->> 'signedAt' IS NULL) AS unsigned_by, a.of_ended
FROM acceptance a;
