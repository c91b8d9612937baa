/** What becomes of a need: who decided when, and the programme that takes it up. */
export class Needs1790000000800 {
    name = 'Needs1790000000800';
    async up(runner) {
        await runner.query(`
      ALTER TABLE need
        ADD COLUMN verified_at timestamptz,
        ADD COLUMN planned_at timestamptz,
        ADD COLUMN settled_at timestamptz,
        ADD COLUMN programme_id uuid REFERENCES programme,
        ADD CONSTRAINT need_state CHECK (state IN ('suggested', 'recorded', 'verified', 'planned', 'met', 'unmet', 'rejected')),
        ADD CONSTRAINT need_is_planned_for_a_line CHECK (state NOT IN ('planned', 'met', 'unmet') OR service_line_id IS NOT NULL)`);
    }
    async down(runner) {
        await runner.query(`
      ALTER TABLE need DROP CONSTRAINT need_is_planned_for_a_line, DROP CONSTRAINT need_state,
        DROP COLUMN programme_id, DROP COLUMN settled_at, DROP COLUMN planned_at, DROP COLUMN verified_at`);
    }
}
//# sourceMappingURL=1790000000800-needs.js.map