DROP VIEW IF EXISTS account_requests;
-- A row is a seat or a code that was asked for, for an account of `bodies`, or the correction of what a body is known by; `user_name` is the
-- name of the account or of the body, `decides` says who answers it, and until `in_force_at` it may be objected to.
CREATE VIEW account_requests AS
SELECT q.id, q.state, q.decides, q.organisation_id, q.role, q.bodies, q.user_id, q.asked_by, q.in_force_at, q.created_at AS asked_at,
  coalesce(u.name, o.name) AS user_name
FROM account_request q LEFT JOIN app_user u ON u.id = q.user_id LEFT JOIN organisation o ON o.id = q.organisation_id;
