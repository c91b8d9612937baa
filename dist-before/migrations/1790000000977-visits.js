/** Visits to where a service is given, and what they found. */
export class Visits1790000000977 {
    name = 'Visits1790000000977';
    async up(runner) {
        await runner.query(`
      CREATE TABLE visit (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        contract_id uuid NOT NULL REFERENCES contract,
        -- For whom it is made: what was found is closed by this body.
        body_id uuid NOT NULL REFERENCES organisation,
        planned_on date NOT NULL,
        purpose text NOT NULL,
        state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'done', 'cancelled')),
        visited_on date,
        summary text,
        decision_reason text,
        CONSTRAINT visit_that_was_made_is_told CHECK (state <> 'done' OR (visited_on IS NOT NULL AND summary IS NOT NULL))
      )`);
        await runner.query(`CREATE INDEX visit_list ON visit (contract_id, planned_on, id)`);
        await runner.query(`
      CREATE TABLE visit_finding (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        visit_id uuid NOT NULL REFERENCES visit,
        no integer NOT NULL CHECK (no >= 1),
        text text NOT NULL,
        answer_by date,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'closed')),
        -- Since when it stands as it does.
        since timestamptz NOT NULL DEFAULT business_now(),
        answer text,
        decision_reason text,
        UNIQUE (visit_id, no),
        CONSTRAINT visit_finding_answered CHECK (state <> 'answered' OR answer IS NOT NULL)
      )`);
        await runner.query(`CREATE INDEX visit_finding_waits ON visit_finding (visit_id) WHERE state <> 'closed'`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE visit_finding, visit`);
        await runner.query(`DELETE FROM document_reference WHERE root_type = 'visit'`);
    }
}
//# sourceMappingURL=1790000000977-visits.js.map