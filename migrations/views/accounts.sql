-- A row is a user as evidence names it; nothing of how it signs in.
CREATE VIEW users AS
SELECT u.id, 'user:' || u.login AS key, u.name FROM app_user u;

-- A row is a seat of a user in a body, since the instant in business time. `active` is the user, `region` the body's.
CREATE VIEW seats AS
SELECT s.user_id, 'user:' || u.login AS user_key, u.name AS user_name, u.state = 'active' AS active, s.organisation_id, o.region, s.role,
  s.created_at + coalesce((SELECT behind FROM business_time), interval '0') AS given_at
FROM seat s LEFT JOIN app_user u ON u.id = s.user_id LEFT JOIN organisation o ON o.id = s.organisation_id;

-- A row is a key of a program with the user who answers for it.
CREATE VIEW api_keys AS
SELECT k.id, k.holder_id FROM api_key k;

-- A row is an agency's application for an account; not whom to call about it.
CREATE VIEW registrations AS
SELECT r.id, r.agency_name, r.state, r.created_at FROM registration r;
