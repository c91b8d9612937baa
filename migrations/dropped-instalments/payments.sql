-- A row is an instalment of a contract; one that is `dropped` is none any more, since the terms changed before it was asked for. `approved_by`
-- are those who approved it since it was last asked for.
CREATE OR REPLACE VIEW payments AS
SELECT p.id, p.contract_id, p.no, p.state, p.requested_by, p.requested_at, p.updated_at,
  ARRAY(SELECT x.user_id FROM payment_approval x WHERE x.payment_id = p.id AND x.round = p.round) AS approved_by, p.dropped
FROM payment p;
