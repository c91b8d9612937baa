/** Whom a contract serves, and what was done for them. */
export class ServiceRecords1790000000970 {
    name = 'ServiceRecords1790000000970';
    async up(runner) {
        await runner.query(`
      CREATE TABLE recipient (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        service_line_id uuid NOT NULL REFERENCES service_line,
        -- Issued here, along the line: it goes on over every contract and says nothing of who it is.
        no integer NOT NULL CHECK (no >= 1),
        -- Who serves them now; nobody else reads the name.
        holder_id uuid NOT NULL REFERENCES organisation,
        contract_id uuid NOT NULL REFERENCES contract,
        community_id uuid REFERENCES community,
        -- Under a key outside the database, bound to this row.
        name bytea NOT NULL,
        since date NOT NULL,
        until date,
        UNIQUE (service_line_id, no),
        CONSTRAINT recipient_ends_after_it_began CHECK (until >= since)
      )`);
        await runner.query(`CREATE INDEX recipient_holder ON recipient (holder_id, service_line_id, no)`);
        await runner.query(`CREATE INDEX recipient_contract ON recipient (contract_id)`);
        await runner.query(`
      CREATE TABLE service_record (
        id uuid PRIMARY KEY,
        dataset text NOT NULL,
        contract_id uuid NOT NULL REFERENCES contract,
        -- What the device called it, and the hash of what it said: said again it is the same record.
        client_token text,
        content_hash text NOT NULL,
        served_on date NOT NULL,
        form text NOT NULL,
        content_code text,
        minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
        -- How many of each kind: {"licensed_social_worker": 1}.
        workers jsonb NOT NULL,
        within_contract boolean NOT NULL,
        participants integer CHECK (participants >= 0),
        note text,
        -- Business time; beside the day of the service.
        recorded_at timestamptz NOT NULL DEFAULT business_now(),
        recorded_by uuid NOT NULL,
        -- A correction names the record it takes the place of; a withdrawn one takes it away.
        corrects uuid UNIQUE REFERENCES service_record,
        reason text,
        withdrawn boolean NOT NULL DEFAULT false,
        CONSTRAINT service_record_corrects_with_a_reason CHECK ((corrects IS NULL) = (reason IS NULL)),
        CONSTRAINT service_record_withdraws_another CHECK (NOT withdrawn OR corrects IS NOT NULL)
      )`);
        await runner.query(`
      CREATE UNIQUE INDEX service_record_token ON service_record (contract_id, client_token) WHERE client_token IS NOT NULL`);
        await runner.query(`CREATE INDEX service_record_days ON service_record (contract_id, served_on, id)`);
        await runner.query(`
      CREATE TABLE service_record_recipient (
        record_id uuid NOT NULL REFERENCES service_record,
        recipient_id uuid NOT NULL REFERENCES recipient,
        PRIMARY KEY (record_id, recipient_id)
      )`);
        await runner.query(`CREATE INDEX service_record_recipient_back ON service_record_recipient (recipient_id)`);
        await runner.query(`
      CREATE FUNCTION service_record_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a service record is corrected by another, never changed' USING ERRCODE = 'check_violation';
      END $$`);
        for (const table of ['service_record', 'service_record_recipient'])
            await runner.query(`
        CREATE TRIGGER ${table}_is_kept BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION service_record_is_kept()`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE service_record_recipient, service_record, recipient`);
        await runner.query(`DROP FUNCTION service_record_is_kept()`);
    }
}
//# sourceMappingURL=1790000000970-service-records.js.map