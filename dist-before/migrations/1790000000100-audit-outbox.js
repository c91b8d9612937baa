/** The audit's chains and anchors, the outbox, the relay's mark, and which subjects jobs still owe work. */
export class AuditOutbox1790000000100 {
    name = 'AuditOutbox1790000000100';
    async up(runner) {
        await runner.query(`
      CREATE TABLE audit_entry (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        aggregate_type text NOT NULL,
        aggregate_id text NOT NULL,
        seq integer NOT NULL CHECK (seq > 0),
        at timestamptz NOT NULL,
        action text NOT NULL,
        actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'system', 'public')),
        actor_id text,
        tenants uuid[] NOT NULL,
        region text,
        dataset text,
        public boolean NOT NULL,
        key_id text NOT NULL,
        canonical bytea NOT NULL,
        prev bytea NOT NULL CHECK (octet_length(prev) = 32),
        seal bytea NOT NULL CHECK (octet_length(seal) = 32),
        UNIQUE (aggregate_type, aggregate_id, seq)
      )`);
        await runner.query(`
      COMMENT ON TABLE audit_entry IS
      'One chain per aggregate. canonical holds the sealed bytes (RFC 8785) of everything a row says; the other columns repeat them for queries and are compared with them on verification. seal = HMAC-SHA-256(key outside the database, canonical), which contains prev.'`);
        await runner.query(`CREATE INDEX audit_entry_actor ON audit_entry (actor_id, id) WHERE actor_id IS NOT NULL`);
        await runner.query(`CREATE INDEX audit_entry_at ON audit_entry USING brin (at)`);
        await runner.query(`
      CREATE TABLE audit_anchor (
        no bigint PRIMARY KEY CHECK (no > 0),
        at timestamptz NOT NULL,
        position bigint NOT NULL,
        leaves integer NOT NULL CHECK (leaves > 0),
        line text NOT NULL
      )`);
        await runner.query(`
      COMMENT ON TABLE audit_anchor IS
      'Signed statements of the heads that moved since the anchor before, up to an outbox position. line is the very line of the anchor file.'`);
        await runner.query(`
      CREATE TABLE audit_anchor_leaf (
        aggregate_type text NOT NULL,
        aggregate_id text NOT NULL,
        seq integer NOT NULL,
        seal bytea NOT NULL,
        anchor bigint NOT NULL REFERENCES audit_anchor,
        PRIMARY KEY (aggregate_type, aggregate_id, seq)
      )`);
        await runner.query(`CREATE INDEX audit_anchor_leaf_anchor ON audit_anchor_leaf (anchor)`);
        await runner.query(`
      CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
      END $$`);
        for (const table of ['audit_entry', 'audit_anchor', 'audit_anchor_leaf']) {
            await runner.query(`
        CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION append_only()`);
            await runner.query(`
        CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION append_only()`);
        }
        await runner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        position bigint UNIQUE CHECK (position > 0),
        aggregate_type text NOT NULL,
        aggregate_id text NOT NULL,
        action text NOT NULL,
        at timestamptz NOT NULL,
        payload jsonb NOT NULL,
        tenants uuid[] NOT NULL,
        region text,
        dataset text,
        public boolean NOT NULL,
        audit_id bigint NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
        await runner.query(`
      COMMENT ON COLUMN outbox.position IS
      'Given by the relay to committed rows, without gaps, in the order of their ids; a row that commits late gets a late position. Readers follow it and lose nothing.'`);
        await runner.query(`CREATE INDEX outbox_unplaced ON outbox (id) WHERE position IS NULL`);
        await runner.query(`
      CREATE TABLE outbox_relay (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        enqueued bigint NOT NULL DEFAULT 0
      )`);
        await runner.query(`
      COMMENT ON COLUMN outbox_relay.enqueued IS 'Every event up to this position has reached the queue.'`);
        await runner.query(`INSERT INTO outbox_relay DEFAULT VALUES`);
        await runner.query(`
      CREATE TABLE job_subject (
        job text NOT NULL,
        subject text NOT NULL,
        wanted bigint NOT NULL DEFAULT 1,
        done bigint NOT NULL DEFAULT 0,
        failed bigint,
        wanted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (job, subject)
      )`);
        await runner.query(`
      COMMENT ON TABLE job_subject IS
      'Dirty generations: a job owes work on a subject while done < wanted. failed is the generation on which its attempts ran out.'`);
        await runner.query(`CREATE INDEX job_subject_owed ON job_subject (wanted_at) WHERE done < wanted`);
    }
    async down(runner) {
        await runner.query(`DROP SCHEMA IF EXISTS bullmq CASCADE`);
        for (const table of ['job_subject', 'outbox_relay', 'outbox', 'audit_anchor_leaf', 'audit_anchor', 'audit_entry'])
            await runner.query(`DROP TABLE ${table}`);
        await runner.query(`DROP FUNCTION append_only()`);
    }
}
//# sourceMappingURL=1790000000100-audit-outbox.js.map