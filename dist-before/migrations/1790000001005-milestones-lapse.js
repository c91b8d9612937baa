/** A milestone of a contract that ended before it was reached is over, and was waived by nobody. */
export class MilestonesLapse1790000001005 {
    name = 'MilestonesLapse1790000001005';
    async up(runner) {
        await runner.query(`ALTER TABLE milestone DROP CONSTRAINT milestone_state_check`);
        await runner.query(`
      ALTER TABLE milestone ADD CONSTRAINT milestone_state_check CHECK (state IN
        ('scheduled', 'submitted', 'missed', 'accepted', 'partially_accepted', 'returned', 'waived', 'lapsed'))`);
        await runner.query(`ALTER TABLE milestone DROP CONSTRAINT milestone_is_shown_before_it_is_judged`);
        await runner.query(`
      ALTER TABLE milestone ADD CONSTRAINT milestone_is_shown_before_it_is_judged CHECK (
        state IN ('scheduled', 'missed', 'waived', 'lapsed') OR (evidence IS NOT NULL AND submitted_at IS NOT NULL))`);
    }
    async down(runner) {
        await runner.query(`UPDATE milestone SET state = 'missed' WHERE state = 'lapsed'`);
        await runner.query(`ALTER TABLE milestone DROP CONSTRAINT milestone_state_check`);
        await runner.query(`
      ALTER TABLE milestone ADD CONSTRAINT milestone_state_check CHECK (state IN
        ('scheduled', 'submitted', 'missed', 'accepted', 'partially_accepted', 'returned', 'waived'))`);
        await runner.query(`ALTER TABLE milestone DROP CONSTRAINT milestone_is_shown_before_it_is_judged`);
        await runner.query(`
      ALTER TABLE milestone ADD CONSTRAINT milestone_is_shown_before_it_is_judged CHECK (
        state IN ('scheduled', 'missed', 'waived') OR (evidence IS NOT NULL AND submitted_at IS NOT NULL))`);
    }
}
//# sourceMappingURL=1790000001005-milestones-lapse.js.map