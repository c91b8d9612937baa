/** Business time, idempotent requests, and the extensions everything else stands on. */
export class Platform1790000000010 {
    name = 'Platform1790000000010';
    async up(runner) {
        await runner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);
        await runner.query(`CREATE EXTENSION IF NOT EXISTS btree_gist`);
        await runner.query(`
      CREATE TABLE business_time (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        behind interval NOT NULL,
        set_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
        await runner.query(`
      COMMENT ON TABLE business_time IS
      'Distance of business time from the wall clock. Empty in production: business time is the wall clock.'`);
        await runner.query(`
      CREATE FUNCTION business_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL UNSAFE AS $$
        SELECT clock_timestamp() + coalesce((SELECT behind FROM business_time), interval '0')
      $$`);
        await runner.query(`
      CREATE FUNCTION business_today() RETURNS date LANGUAGE sql VOLATILE PARALLEL UNSAFE AS $$
        SELECT (business_now() AT TIME ZONE 'Asia/Shanghai')::date
      $$`);
        await runner.query(`
      CREATE FUNCTION business_time_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR NEW.behind < OLD.behind THEN
          RAISE EXCEPTION 'business time only moves forward' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$`);
        await runner.query(`
      CREATE TRIGGER business_time_only_forward BEFORE UPDATE OR DELETE ON business_time
      FOR EACH ROW EXECUTE FUNCTION business_time_only_forward()`);
        await runner.query(`
      CREATE TABLE idempotent_request (
        principal text NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        body_key text NOT NULL,
        body_hmac bytea NOT NULL,
        status integer NOT NULL,
        etag text,
        answer json,
        problem json,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (principal, route, key)
      )`);
        await runner.query(`CREATE INDEX idempotent_request_age ON idempotent_request (created_at)`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE idempotent_request`);
        await runner.query(`DROP TABLE business_time`);
        await runner.query(`DROP FUNCTION business_time_only_forward()`);
        await runner.query(`DROP FUNCTION business_today()`);
        await runner.query(`DROP FUNCTION business_now()`);
        await runner.query(`DROP EXTENSION btree_gist`);
        await runner.query(`DROP EXTENSION pg_trgm`);
    }
}
//# sourceMappingURL=1790000000010-platform.js.map