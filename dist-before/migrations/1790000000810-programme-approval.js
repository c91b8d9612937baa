/** Programmes that are approved here: who wrote what is to be approved, and who approved it when. */
export class ProgrammeApproval1790000000810 {
    name = 'ProgrammeApproval1790000000810';
    async up(runner) {
        await runner.query(`
      ALTER TABLE programme
        ADD COLUMN written_by uuid[] NOT NULL DEFAULT '{}',
        ADD COLUMN approved_at timestamptz,
        ADD COLUMN approved_by uuid,
        ADD CONSTRAINT programme_state CHECK (state IN ('draft', 'approved', 'adjusted', 'closed')),
        ADD CONSTRAINT programme_is_not_approved_by_its_author CHECK (approved_by IS NULL OR NOT approved_by = ANY (written_by))`);
    }
    async down(runner) {
        await runner.query(`
      ALTER TABLE programme DROP CONSTRAINT programme_is_not_approved_by_its_author, DROP CONSTRAINT programme_state,
        DROP COLUMN approved_by, DROP COLUMN approved_at, DROP COLUMN written_by`);
    }
}
//# sourceMappingURL=1790000000810-programme-approval.js.map