const STAMPS = `
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()`;
/** Users with their seats, sessions, one-time codes, API keys, counted sign-in attempts, registrations of agencies. */
export class Accounts1790000000450 {
    name = 'Accounts1790000000450';
    async up(runner) {
        await runner.query(`
      CREATE TABLE app_user (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        -- ASCII alone, so that lower() means the same under every locale and no two logins only look alike.
        login text NOT NULL CHECK (login ~ '^[A-Za-z0-9][A-Za-z0-9_.@-]{2,63}$'),
        name text NOT NULL,
        -- argon2id with its parameters; absent until the one-time code was used.
        password_hash text CHECK (password_hash LIKE '$argon2id$%'),
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
        ${STAMPS}
      )`);
        await runner.query(`CREATE UNIQUE INDEX app_user_login ON app_user (lower(login))`);
        await runner.query(`CREATE INDEX app_user_order ON app_user (created_at, id)`);
        await runner.query(`
      CREATE TABLE seat (
        user_id uuid NOT NULL REFERENCES app_user,
        organisation_id uuid REFERENCES organisation,
        role text NOT NULL CHECK (role IN (
          'bureau_officer', 'bureau_approver', 'procurement_agent', 'agency_manager', 'agency_worker', 'panel_member',
          'evaluator', 'community_worker', 'finance_authority', 'supervisor', 'integrator', 'admin')),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- The first administrator is there before any body is.
        CHECK (organisation_id IS NOT NULL OR role = 'admin'),
        UNIQUE NULLS NOT DISTINCT (user_id, organisation_id, role)
      )`);
        await runner.query(`CREATE INDEX seat_organisation ON seat (organisation_id)`);
        await runner.query(`CREATE INDEX seat_admin ON seat (user_id) WHERE role = 'admin'`);
        await runner.query(`
      CREATE TABLE setup_code (
        hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
        user_id uuid NOT NULL REFERENCES app_user,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      )`);
        await runner.query(`CREATE UNIQUE INDEX setup_code_open ON setup_code (user_id) WHERE used_at IS NULL`);
        await runner.query(`
      CREATE TABLE session (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES app_user,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        ended_why text CHECK (ended_why IN (
          'signed_out', 'password_changed', 'password_reset', 'disabled', 'ended_by_admin', 'token_reused')),
        CHECK ((ended_at IS NULL) = (ended_why IS NULL))
      )`);
        await runner.query(`CREATE INDEX session_of_user ON session (user_id)`);
        await runner.query(`
      COMMENT ON TABLE session IS
      'One signing-in with the family of refresh tokens that came of it. Kept until a day after it expired; the audit keeps it for ever.'`);
        await runner.query(`
      CREATE TABLE refresh_token (
        hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
        session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
        issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        used_at timestamptz
      )`);
        await runner.query(`CREATE UNIQUE INDEX refresh_token_open ON refresh_token (session_id) WHERE used_at IS NULL`);
        await runner.query(`CREATE INDEX refresh_token_session ON refresh_token (session_id)`);
        await runner.query(`
      COMMENT ON TABLE refresh_token IS
      'SHA-256 of 256 random bits. Used ones stay as long as their session, so that any of them coming again is noticed.'`);
        await runner.query(`
      CREATE TABLE api_key (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
        hint text NOT NULL,
        name text NOT NULL,
        organisation_id uuid NOT NULL REFERENCES organisation,
        holder_id uuid NOT NULL REFERENCES app_user,
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'revoked')),
        expires_at timestamptz,
        rotated_at timestamptz,
        ${STAMPS}
      )`);
        await runner.query(`CREATE INDEX api_key_order ON api_key (created_at, id)`);
        await runner.query(`CREATE INDEX api_key_organisation ON api_key (organisation_id)`);
        await runner.query(`CREATE INDEX api_key_holder ON api_key (holder_id)`);
        await runner.query(`
      CREATE TABLE sign_in_attempt (
        key bytea PRIMARY KEY CHECK (octet_length(key) = 32),
        level double precision NOT NULL DEFAULT 0,
        counted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        blocked_until timestamptz,
        trusted_until timestamptz,
        forget_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '1 day'
      )`);
        await runner.query(`CREATE INDEX sign_in_attempt_age ON sign_in_attempt (forget_at)`);
        await runner.query(`
      COMMENT ON TABLE sign_in_attempt IS
      'Leaking counters of attempts per account, per address and per both. The key is a keyed hash: people type passwords into the login field.'`);
        await runner.query(`
      CREATE TABLE registration (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'confirmed', 'rejected')),
        agency_name text NOT NULL,
        credit_code text NOT NULL,
        region text,
        contact_name text NOT NULL,
        -- Key id and HMAC, and the last digits for people: the number itself is kept nowhere.
        phone_pseudonym text NOT NULL,
        phone_masked text NOT NULL,
        login text NOT NULL,
        note text,
        organisation_id uuid REFERENCES organisation,
        user_id uuid REFERENCES app_user,
        decided_at timestamptz,
        decided_by uuid REFERENCES app_user,
        reason text,
        ${STAMPS},
        CHECK ((state = 'received') = (decided_at IS NULL)),
        CHECK ((state = 'confirmed') = (user_id IS NOT NULL AND organisation_id IS NOT NULL)),
        CHECK (state <> 'rejected' OR reason IS NOT NULL)
      )`);
        await runner.query(`CREATE INDEX registration_order ON registration (created_at, id)`);
        await runner.query(`CREATE INDEX registration_open ON registration (created_at, id) WHERE state = 'received'`);
        await runner.query(`CREATE INDEX registration_code ON registration (credit_code)`);
    }
    async down(runner) {
        for (const table of [
            'registration',
            'sign_in_attempt',
            'api_key',
            'refresh_token',
            'session',
            'setup_code',
            'seat',
            'app_user',
        ])
            await runner.query(`DROP TABLE ${table}`);
    }
}
//# sourceMappingURL=1790000000450-accounts.js.map