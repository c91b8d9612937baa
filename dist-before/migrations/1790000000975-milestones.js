/** What a contract promises for a day, and what became of it. */
export class Milestones1790000000975 {
    name = 'Milestones1790000000975';
    async up(runner) {
        await runner.query(`
      CREATE TABLE milestone (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        contract_id uuid NOT NULL REFERENCES contract,
        -- As the contract has it; what was settled keeps the words it was settled under.
        no integer NOT NULL CHECK (no >= 1),
        name text NOT NULL,
        due_on date NOT NULL,
        shown_by text,
        final boolean NOT NULL,
        state text NOT NULL DEFAULT 'scheduled' CHECK (state IN
          ('scheduled', 'submitted', 'missed', 'accepted', 'partially_accepted', 'returned', 'waived')),
        -- Given up by an amendment, that is by both.
        dropped boolean NOT NULL DEFAULT false CHECK (NOT dropped OR state = 'waived'),
        evidence jsonb,
        submitted_at timestamptz,
        submitted_by uuid,
        decided_at timestamptz,
        decision_reason text,
        fact_id uuid REFERENCES fact,
        CONSTRAINT milestone_is_shown_before_it_is_judged CHECK (
          state IN ('scheduled', 'missed', 'waived') OR (evidence IS NOT NULL AND submitted_at IS NOT NULL))
      )`);
        // A number that an amendment took out may come again.
        await runner.query(`CREATE UNIQUE INDEX milestone_no ON milestone (contract_id, no) WHERE NOT dropped`);
        await runner.query(`CREATE INDEX milestone_list ON milestone (contract_id, no, id)`);
        await runner.query(`CREATE INDEX milestone_due ON milestone (due_on) WHERE state = 'scheduled'`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE milestone`);
        await runner.query(`DELETE FROM document_reference WHERE root_type = 'milestone'`);
    }
}
//# sourceMappingURL=1790000000975-milestones.js.map