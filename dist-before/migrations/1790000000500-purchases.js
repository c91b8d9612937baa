const DATASET = `dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$')`;
/** Partial dates stay text: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. A moment may also be RFC 3339. */
const PARTIAL = (name) => `${name} text CHECK (${name} ~ '^\\d{4}(-\\d\\d(-\\d\\d)?)?$')`;
const LEVEL = `budget_level text CHECK (budget_level IN ('central', 'provincial', 'below_provincial'))`;
/**
 * Purchases as recorded: tenders with lots, the facts with their sources, and what the facts say (bids, awards, contracts,
 * notices). Facts are the truth; every other row here is derived from them in the same transaction.
 */
export class Purchases1790000000500 {
    name = 'Purchases1790000000500';
    async up(runner) {
        await runner.query(`
      CREATE TABLE tender (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        ${DATASET},
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ocid text NOT NULL UNIQUE,
        purchase_id uuid NOT NULL,
        round integer NOT NULL DEFAULT 1 CHECK (round >= 1),
        conducted text NOT NULL CHECK (conducted IN ('here', 'elsewhere')),
        buyer_id uuid REFERENCES organisation,
        agent_id uuid REFERENCES organisation,
        programme_id uuid REFERENCES programme,
        title text NOT NULL,
        method text,
        category text,
        region text,
        region_text text,
        ${LEVEL},
        project_no text,
        budget bigint CHECK (budget >= 0),
        ${PARTIAL('window_start')},
        ${PARTIAL('window_end')},
        term_text text,
        -- What the facts prove; null: they prove nothing yet. A deadline that passes closes it without a row changing.
        state text,
        deadline_at timestamptz,
        -- The first publication that is on record; null: visible to its own bodies only.
        published boolean NOT NULL DEFAULT false,
        conflicts jsonb NOT NULL DEFAULT '[]',
        completeness jsonb NOT NULL DEFAULT '[]'
      )`);
        await runner.query(`CREATE INDEX tender_order ON tender (created_at DESC, id DESC)`);
        await runner.query(`CREATE INDEX tender_dataset_order ON tender (dataset, created_at DESC, id DESC)`);
        await runner.query(`CREATE UNIQUE INDEX tender_purchase ON tender (purchase_id, round)`);
        await runner.query(`CREATE INDEX tender_buyer ON tender (buyer_id)`);
        await runner.query(`CREATE INDEX tender_programme ON tender (programme_id)`);
        await runner.query(`CREATE INDEX tender_project ON tender (dataset, project_no) WHERE project_no IS NOT NULL`);
        await runner.query(`
      CREATE FUNCTION tender_state_at(state text, deadline_at timestamptz, at timestamptz) RETURNS text
      LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN deadline_at <= at AND (state IS NULL OR state IN ('intent_published', 'open')) THEN 'closed'
          ELSE state END
      $$`);
        await runner.query(`
      CREATE TABLE tender_service_line (
        tender_id uuid NOT NULL REFERENCES tender,
        service_line_id uuid NOT NULL REFERENCES service_line,
        PRIMARY KEY (tender_id, service_line_id)
      )`);
        await runner.query(`CREATE INDEX tender_service_line_back ON tender_service_line (service_line_id)`);
        await runner.query(`
      CREATE TABLE lot (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tender_id uuid NOT NULL REFERENCES tender,
        no integer NOT NULL CHECK (no >= 1),
        name text,
        ceiling bigint CHECK (ceiling >= 0),
        budget bigint CHECK (budget >= 0),
        pricing text CHECK (pricing IN ('fixed', 'competitive')),
        state text,
        bid_count integer CHECK (bid_count >= 0),
        deadline_at timestamptz,
        UNIQUE (tender_id, no)
      )`);
        await runner.query(`
      CREATE TABLE fact (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        seq bigint GENERATED ALWAYS AS IDENTITY,
        subject_type text NOT NULL CHECK (subject_type IN ('tender', 'contract')),
        subject_id uuid NOT NULL,
        kind text NOT NULL,
        lot integer,
        data jsonb NOT NULL,
        source jsonb NOT NULL,
        replaces uuid UNIQUE REFERENCES fact,
        reason text,
        recorded_at timestamptz NOT NULL,
        recorded_by uuid,
        CHECK ((replaces IS NULL) OR (reason IS NOT NULL))
      )`);
        await runner.query(`CREATE INDEX fact_subject ON fact (subject_id, seq)`);
        await runner.query(`CREATE INDEX fact_reference ON fact ((source ->> 'reference')) WHERE source ->> 'reference' IS NOT NULL`);
        await runner.query(`
      CREATE FUNCTION fact_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a fact is corrected by another, never changed' USING ERRCODE = 'check_violation';
      END $$`);
        await runner.query(`
      CREATE TRIGGER fact_is_kept BEFORE UPDATE OR DELETE ON fact
      FOR EACH ROW EXECUTE FUNCTION fact_is_kept()`);
        await runner.query(`
      CREATE TABLE bid (
        id uuid PRIMARY KEY,
        tender_id uuid NOT NULL REFERENCES tender,
        lot_id uuid NOT NULL REFERENCES lot,
        bidder_id uuid REFERENCES organisation,
        price bigint CHECK (price >= 0),
        rank integer CHECK (rank >= 1),
        score numeric,
        status text CHECK (status IN ('valid', 'rejected', 'withdrawn'))
      )`);
        await runner.query(`COMMENT ON COLUMN bid.id IS 'id of the fact that says it'`);
        await runner.query(`CREATE INDEX bid_lot ON bid (lot_id)`);
        await runner.query(`CREATE INDEX bid_tender ON bid (tender_id)`);
        await runner.query(`CREATE INDEX bid_bidder ON bid (bidder_id)`);
        await runner.query(`
      CREATE TABLE award (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tender_id uuid NOT NULL REFERENCES tender,
        lot_id uuid NOT NULL REFERENCES lot,
        supplier_id uuid REFERENCES organisation,
        amount bigint CHECK (amount >= 0),
        ${PARTIAL('decided_on')},
        ${PARTIAL('published_on')},
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'cancelled', 'contracted', 'refused', 'invalidated')),
        fact_id uuid NOT NULL REFERENCES fact
      )`);
        await runner.query(`
      CREATE UNIQUE INDEX award_one_active ON award (lot_id) WHERE state IN ('active', 'contracted')`);
        await runner.query(`CREATE INDEX award_tender ON award (tender_id)`);
        await runner.query(`CREATE INDEX award_supplier ON award (supplier_id)`);
        await runner.query(`
      CREATE TABLE contract (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        ${DATASET},
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        tender_id uuid NOT NULL REFERENCES tender,
        lot_id uuid REFERENCES lot,
        -- Null: the award is not known, which is allowed for a recorded contract and said so in its completeness.
        award_id uuid REFERENCES award ON DELETE SET NULL,
        fact_id uuid NOT NULL UNIQUE REFERENCES fact,
        buyer_id uuid REFERENCES organisation,
        supplier_id uuid REFERENCES organisation,
        programme_id uuid REFERENCES programme,
        title text NOT NULL,
        category text,
        region text,
        number text,
        amount bigint CHECK (amount >= 0),
        ${PARTIAL('signed_on')},
        ${PARTIAL('window_start')},
        ${PARTIAL('window_end')},
        term_text text,
        ${PARTIAL('terminated_on')},
        state text NOT NULL DEFAULT 'signed',
        -- Whether it goes on here with actions, or as recorded facts.
        conducted text NOT NULL DEFAULT 'elsewhere' CHECK (conducted IN ('here', 'elsewhere')),
        published boolean NOT NULL DEFAULT false,
        conflicts jsonb NOT NULL DEFAULT '[]',
        completeness jsonb NOT NULL DEFAULT '[]'
      )`);
        await runner.query(`CREATE INDEX contract_order ON contract (created_at DESC, id DESC)`);
        await runner.query(`CREATE INDEX contract_tender ON contract (tender_id)`);
        await runner.query(`CREATE INDEX contract_buyer ON contract (buyer_id)`);
        await runner.query(`CREATE INDEX contract_supplier ON contract (supplier_id)`);
        await runner.query(`CREATE INDEX contract_programme ON contract (programme_id)`);
        await runner.query(`
      CREATE TABLE contract_service_line (
        contract_id uuid NOT NULL REFERENCES contract,
        service_line_id uuid NOT NULL REFERENCES service_line,
        PRIMARY KEY (contract_id, service_line_id)
      )`);
        await runner.query(`CREATE INDEX contract_service_line_back ON contract_service_line (service_line_id)`);
        // Chinese text has no word gaps and a C-locale database no Chinese trigrams: one- and two-character grams instead.
        await runner.query(`
      CREATE FUNCTION grams(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
        SELECT coalesce(array_agg(DISTINCT g), '{}') FROM (
          SELECT substr(s, i, n) AS g
          FROM (SELECT lower(regexp_replace($1, '\\s+', ' ', 'g')) AS s) t, generate_series(1, length(s)) i, generate_series(1, 2) n
          WHERE i + n - 1 <= length(s)
        ) x
      $$`);
        await runner.query(`
      CREATE TABLE notice (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ${DATASET},
        tender_id uuid NOT NULL REFERENCES tender,
        contract_id uuid REFERENCES contract,
        -- Hash of what makes it one publication: kind, day, address and reference of its source, or the row of a file.
        key text NOT NULL,
        kind text NOT NULL CHECK (kind IN
          ('intent', 'tender', 'correction', 'single_source', 'result', 'contract', 'acceptance', 'failure', 'evaluation')),
        title text NOT NULL,
        ${PARTIAL('published_on')},
        url text,
        reference text,
        deadline text,
        deadline_at timestamptz,
        region text,
        region_text text,
        category text,
        method text,
        buyer_name text,
        search_text text NOT NULL,
        -- The row as it was published, where a file brought it.
        raw jsonb
      )`);
        await runner.query(`CREATE INDEX notice_order ON notice (created_at DESC, id DESC)`);
        await runner.query(`CREATE UNIQUE INDEX notice_source ON notice (tender_id, key)`);
        await runner.query(`CREATE INDEX notice_search ON notice USING gin (grams(search_text))`);
        for (const table of ['tender', 'contract'])
            await runner.query(`
        CREATE TRIGGER dataset_is_fixed BEFORE UPDATE OF dataset ON ${table}
        FOR EACH ROW EXECUTE FUNCTION dataset_is_fixed()`);
    }
    async down(runner) {
        for (const table of [
            'notice',
            'contract_service_line',
            'contract',
            'award',
            'bid',
            'fact',
            'lot',
            'tender_service_line',
            'tender',
        ])
            await runner.query(`DROP TABLE ${table}`);
        await runner.query(`DROP FUNCTION grams(text)`);
        await runner.query(`DROP FUNCTION fact_is_kept()`);
        await runner.query(`DROP FUNCTION tender_state_at(text, timestamptz, timestamptz)`);
    }
}
//# sourceMappingURL=1790000000500-purchases.js.map