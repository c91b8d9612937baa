/** A dataset is set at creation and never changes: `live`, `study`, `fiction`, or the name of an import. */
const DATASET = `dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$')`;
const ROOT = `
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  version integer NOT NULL DEFAULT 1,
  ${DATASET},
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()`;
/** Organisations, communities, service lines, needs, programmes: who buys, who serves, and what residents receive. */
export class Bodies1790000000400 {
    name = 'Bodies1790000000400';
    async up(runner) {
        await runner.query(`
      CREATE FUNCTION dataset_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.dataset <> OLD.dataset THEN
          RAISE EXCEPTION 'a dataset never changes' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$`);
        await runner.query(`
      CREATE TABLE organisation (${ROOT},
        name text NOT NULL,
        kind text,
        credit_code text,
        region text,
        state text NOT NULL DEFAULT 'active',
        categories text[] NOT NULL DEFAULT '{}',
        licensed_workers integer,
        registered_on text,
        -- Whether the persons and holdings below are a complete statement: absence means clean only then.
        relations_known boolean NOT NULL DEFAULT false
      )`);
        await runner.query(`CREATE UNIQUE INDEX organisation_code ON organisation (dataset, credit_code) WHERE credit_code IS NOT NULL`);
        await runner.query(`CREATE UNIQUE INDEX organisation_name ON organisation (dataset, name) WHERE credit_code IS NULL`);
        await runner.query(`CREATE INDEX organisation_order ON organisation (created_at, id)`);
        await runner.query(`
      CREATE TABLE organisation_person (
        organisation_id uuid NOT NULL REFERENCES organisation,
        relation text NOT NULL CHECK (relation IN ('head', 'manager', 'founder', 'holder')),
        -- HMAC of the identity number, with the key's name: pseudonymous, never anonymous.
        person_key text NOT NULL,
        name text NOT NULL,
        PRIMARY KEY (organisation_id, relation, person_key)
      )`);
        await runner.query(`CREATE INDEX organisation_person_key ON organisation_person (person_key)`);
        await runner.query(`
      CREATE TABLE organisation_holding (
        organisation_id uuid NOT NULL REFERENCES organisation,
        held_by uuid NOT NULL REFERENCES organisation,
        relation text NOT NULL CHECK (relation IN ('holding', 'management', 'founder')),
        PRIMARY KEY (organisation_id, held_by, relation)
      )`);
        await runner.query(`CREATE INDEX organisation_holding_by ON organisation_holding (held_by)`);
        await runner.query(`
      CREATE TABLE community (${ROOT},
        name text NOT NULL,
        region text NOT NULL,
        kind text CHECK (kind IN ('urban', 'rural')),
        households integer CHECK (households >= 0),
        residents_60 integer CHECK (residents_60 >= 0),
        children integer CHECK (children >= 0),
        disabled integer CHECK (disabled >= 0),
        committee_id uuid REFERENCES organisation,
        UNIQUE (dataset, region, name)
      )`);
        await runner.query(`CREATE INDEX community_order ON community (created_at, id)`);
        await runner.query(`
      CREATE TABLE service_line (${ROOT},
        name text NOT NULL,
        category text NOT NULL,
        target_group text,
        region text,
        responsible_id uuid REFERENCES organisation,
        since date NOT NULL,
        until date,
        -- Nothing is known after this day: a dataset that ends says nothing about later years.
        known_until date,
        -- What the line itself assumes, shown with every finding on it.
        assumption jsonb,
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'ended')),
        CHECK (until IS NULL OR until >= since)
      )`);
        await runner.query(`CREATE INDEX service_line_order ON service_line (created_at, id)`);
        await runner.query(`CREATE INDEX service_line_category ON service_line (dataset, category)`);
        await runner.query(`
      CREATE TABLE service_line_community (
        service_line_id uuid NOT NULL REFERENCES service_line,
        community_id uuid NOT NULL REFERENCES community,
        PRIMARY KEY (service_line_id, community_id)
      )`);
        await runner.query(`CREATE INDEX service_line_community_back ON service_line_community (community_id)`);
        await runner.query(`
      CREATE TABLE need (${ROOT},
        title text NOT NULL,
        description text,
        category text,
        target_group text,
        headcount integer CHECK (headcount >= 0),
        evidence text,
        community_id uuid REFERENCES community,
        service_line_id uuid REFERENCES service_line,
        recorded_on text,
        state text NOT NULL DEFAULT 'recorded',
        source jsonb NOT NULL
      )`);
        await runner.query(`CREATE INDEX need_order ON need (created_at, id)`);
        await runner.query(`
      CREATE TABLE programme (${ROOT},
        buyer_id uuid NOT NULL REFERENCES organisation,
        name text NOT NULL,
        year integer NOT NULL CHECK (year BETWEEN 1000 AND 9999),
        region text,
        budget_level text CHECK (budget_level IN ('central', 'provincial', 'below_provincial')),
        calendar jsonb NOT NULL,
        state text NOT NULL DEFAULT 'approved',
        source jsonb NOT NULL
      )`);
        await runner.query(`CREATE INDEX programme_order ON programme (created_at, id)`);
        await runner.query(`CREATE INDEX programme_buyer ON programme (buyer_id, year)`);
        await runner.query(`
      CREATE TABLE budget_line (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        programme_id uuid NOT NULL REFERENCES programme,
        name text NOT NULL,
        category text,
        amount bigint NOT NULL CHECK (amount >= 0),
        source_of_funds text,
        use_by text,
        note text,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
        await runner.query(`CREATE INDEX budget_line_programme ON budget_line (programme_id)`);
        await runner.query(`
      CREATE TABLE external_id (
        root_type text NOT NULL,
        dataset text NOT NULL,
        system text NOT NULL,
        value text NOT NULL,
        root_id uuid NOT NULL,
        PRIMARY KEY (root_type, dataset, system, value)
      )`);
        await runner.query(`CREATE INDEX external_id_root ON external_id (root_id)`);
        for (const table of ['organisation', 'community', 'service_line', 'need', 'programme'])
            await runner.query(`
        CREATE TRIGGER dataset_is_fixed BEFORE UPDATE OF dataset ON ${table}
        FOR EACH ROW EXECUTE FUNCTION dataset_is_fixed()`);
    }
    async down(runner) {
        for (const table of [
            'external_id',
            'budget_line',
            'programme',
            'need',
            'service_line_community',
            'service_line',
            'community',
            'organisation_holding',
            'organisation_person',
            'organisation',
        ])
            await runner.query(`DROP TABLE ${table}`);
        await runner.query(`DROP FUNCTION dataset_is_fixed()`);
    }
}
//# sourceMappingURL=1790000000400-bodies.js.map