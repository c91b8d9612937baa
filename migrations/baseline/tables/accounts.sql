-- Tables of people/accounts

-- A person who signs in. The login is unique whatever its case (beyond-entities.sql).
CREATE TABLE app_user (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  -- ASCII only, so that lower() means the same under every locale and no two logins merely look alike.
  login text NOT NULL CHECK (login ~ '^[A-Za-z0-9][A-Za-z0-9_.@-]{2,63}$'),
  name text NOT NULL,
  -- argon2id with its parameters; null until the one-time code was used.
  password_hash text CHECK (password_hash LIKE '$argon2id$%'),
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX app_user_order ON app_user (created_at, id);

-- A role that a user has in a body, or as administrator in none. Unique by user, body and role (beyond-entities.sql,
-- because the body may be null).
CREATE TABLE seat (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES app_user,
  -- Null for an administrator: the first one exists before any body.
  organisation_id uuid,
  role text NOT NULL
    CHECK (role IN (
      'bureau_officer', 'bureau_approver', 'procurement_agent', 'agency_manager', 'agency_worker',
      'panel_member', 'evaluator', 'community_worker', 'finance_authority', 'supervisor', 'integrator', 'admin')),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT seat_check CHECK (organisation_id IS NOT NULL OR role = 'admin')
);
CREATE INDEX seat_organisation ON seat (organisation_id);
CREATE INDEX seat_admin ON seat (user_id) WHERE role = 'admin';

-- A one-time code with which a user sets a password, stored as SHA-256.
CREATE TABLE setup_code (
  hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  user_id uuid NOT NULL REFERENCES app_user,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE UNIQUE INDEX setup_code_open ON setup_code (user_id) WHERE used_at IS NULL;

-- One sign-in with the family of refresh tokens that came of it. Deleted a day after it expired; the audit keeps it
-- for ever.
CREATE TABLE session (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES app_user,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_why text
    CHECK (ended_why IN (
      'signed_out', 'password_changed', 'password_reset', 'disabled', 'ended_by_admin', 'token_reused')),
  CONSTRAINT session_check CHECK ((ended_at IS NULL) = (ended_why IS NULL))
);
CREATE INDEX session_of_user ON session (user_id);

-- One refresh token, stored as SHA-256 of 256 random bits. Used ones stay as long as their session, so that a second
-- use of any of them is noticed.
CREATE TABLE refresh_token (
  hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  used_at timestamptz
);
CREATE UNIQUE INDEX refresh_token_open ON refresh_token (session_id) WHERE used_at IS NULL;
CREATE INDEX refresh_token_session ON refresh_token (session_id);

-- An API key of a body, stored as SHA-256.
CREATE TABLE api_key (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  hint text NOT NULL,
  name text NOT NULL,
  organisation_id uuid NOT NULL,
  holder_id uuid NOT NULL REFERENCES app_user,
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'revoked')),
  expires_at timestamptz,
  rotated_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX api_key_order ON api_key (created_at, id);
CREATE INDEX api_key_organisation ON api_key (organisation_id);
CREATE INDEX api_key_holder ON api_key (holder_id);

-- A leaking counter of sign-in attempts per account, per address, or per both.
CREATE TABLE sign_in_attempt (
  -- A keyed hash, because people type passwords into the login field.
  key bytea PRIMARY KEY CHECK (octet_length(key) = 32),
  level double precision NOT NULL DEFAULT 0,
  counted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  blocked_until timestamptz,
  trusted_until timestamptz,
  forget_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '1 day'
);
CREATE INDEX sign_in_attempt_age ON sign_in_attempt (forget_at);

-- An agency that asks to be admitted, and what was decided.
CREATE TABLE registration (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'confirmed', 'rejected')),
  agency_name text NOT NULL,
  credit_code text NOT NULL,
  region text,
  contact_name text NOT NULL,
  -- Key id and HMAC; the number itself is stored nowhere.
  phone_pseudonym text NOT NULL,
  -- The last digits, for people.
  phone_masked text NOT NULL,
  login text NOT NULL,
  note text,
  organisation_id uuid,
  user_id uuid REFERENCES app_user,
  decided_at timestamptz,
  decided_by uuid REFERENCES app_user,
  reason text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT registration_check CHECK ((state = 'received') = (decided_at IS NULL)),
  CONSTRAINT registration_check1 CHECK ((state = 'confirmed') = (user_id IS NOT NULL AND organisation_id IS NOT NULL)),
  CONSTRAINT registration_check2 CHECK (state <> 'rejected' OR reason IS NOT NULL)
);
CREATE INDEX registration_order ON registration (created_at, id);
CREATE INDEX registration_open ON registration (created_at, id) WHERE state = 'received';
CREATE INDEX registration_code ON registration (credit_code);
