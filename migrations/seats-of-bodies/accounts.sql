-- A row is a seat or a code that was asked for, for an account of `bodies`; `decides` says who answers it, and until `in_force_at` it may be objected to.
CREATE VIEW account_requests AS
SELECT q.id, q.state, q.decides, q.organisation_id, q.role, q.bodies, q.user_id, q.asked_by, q.in_force_at, q.created_at AS asked_at,
  u.name AS user_name
FROM account_request q JOIN app_user u ON u.id = q.user_id;
