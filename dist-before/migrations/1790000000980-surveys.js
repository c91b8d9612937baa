/** Questions to recipients: whom they are put to is drawn from a seed that was said before. */
export class Surveys1790000000980 {
    name = 'Surveys1790000000980';
    async up(runner) {
        await runner.query(`
      CREATE TABLE survey (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        contract_id uuid NOT NULL REFERENCES contract,
        -- The buyer, or the body that was appointed to evaluate; never the agency.
        runner_id uuid NOT NULL REFERENCES organisation,
        purpose text NOT NULL CHECK (purpose IN ('acceptance', 'evaluation', 'line')),
        title text NOT NULL,
        questions jsonb NOT NULL DEFAULT '[]',
        opens_on date NOT NULL,
        closes_on date NOT NULL,
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'closed', 'cancelled')),
        -- Said when the survey is made, before anybody is drawn.
        seed text NOT NULL CHECK (seed ~ '^[0-9a-f]{64}$'),
        size integer CHECK (size >= 1),
        drawn_at timestamptz,
        opened_at timestamptz,
        closed_at timestamptz,
        CONSTRAINT survey_closes_after_it_opens CHECK (closes_on >= opens_on),
        CONSTRAINT survey_is_drawn_whole CHECK ((drawn_at IS NULL) = (size IS NULL)),
        CONSTRAINT survey_says_when_it_opened CHECK ((state IN ('open', 'closed')) = (opened_at IS NOT NULL)),
        CONSTRAINT survey_asks_whom_it_drew CHECK (opened_at IS NULL OR drawn_at IS NOT NULL),
        CONSTRAINT survey_says_when_it_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL))
      )`);
        // Whoever could begin another one beside it would draw until it suits.
        await runner.query(`
      CREATE UNIQUE INDEX survey_one_at_a_time ON survey (contract_id, runner_id, purpose) WHERE state IN ('draft', 'open')`);
        await runner.query(`CREATE INDEX survey_order ON survey (created_at, id)`);
        await runner.query(`CREATE INDEX survey_runner ON survey (runner_id)`);
        await runner.query(`
      CREATE TABLE survey_stratum (
        survey_id uuid NOT NULL REFERENCES survey,
        no integer NOT NULL CHECK (no >= 1),
        -- Null: recipients whose community is not known.
        community_id uuid REFERENCES community,
        population integer NOT NULL CHECK (population >= 1),
        sampled integer NOT NULL CHECK (sampled BETWEEN 0 AND population),
        PRIMARY KEY (survey_id, no),
        UNIQUE NULLS NOT DISTINCT (survey_id, community_id)
      )`);
        await runner.query(`
      CREATE TABLE survey_frame (
        survey_id uuid NOT NULL,
        recipient_id uuid NOT NULL REFERENCES recipient,
        stratum integer NOT NULL,
        drawn boolean NOT NULL,
        PRIMARY KEY (survey_id, recipient_id),
        FOREIGN KEY (survey_id, stratum) REFERENCES survey_stratum
      )`);
        await runner.query(`
      CREATE FUNCTION survey_draw_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'who was drawn stays drawn' USING ERRCODE = 'check_violation';
      END $$`);
        for (const table of ['survey_stratum', 'survey_frame'])
            await runner.query(`
        CREATE TRIGGER ${table}_is_kept BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION survey_draw_is_kept()`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE survey_frame, survey_stratum, survey`);
        await runner.query(`DROP FUNCTION survey_draw_is_kept()`);
    }
}
//# sourceMappingURL=1790000000980-surveys.js.map