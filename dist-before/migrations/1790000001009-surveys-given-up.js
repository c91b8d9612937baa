/** A survey that is open may be given up: it says when it was opened, and that it came to nothing. */
export class SurveysGivenUp1790000001009 {
    name = 'SurveysGivenUp1790000001009';
    async up(runner) {
        await runner.query(`ALTER TABLE survey DROP CONSTRAINT survey_says_when_it_opened`);
        await runner.query(`
      ALTER TABLE survey ADD CONSTRAINT survey_says_when_it_opened CHECK (
        CASE state WHEN 'draft' THEN opened_at IS NULL WHEN 'cancelled' THEN true ELSE opened_at IS NOT NULL END)`);
    }
    async down(runner) {
        // What was given up while it was open has no place in the older table: it stands there as one that never opened.
        await runner.query(`UPDATE survey SET opened_at = NULL WHERE state = 'cancelled'`);
        await runner.query(`ALTER TABLE survey DROP CONSTRAINT survey_says_when_it_opened`);
        await runner.query(`
      ALTER TABLE survey ADD CONSTRAINT survey_says_when_it_opened CHECK ((state IN ('open', 'closed')) = (opened_at IS NOT NULL))`);
    }
}
//# sourceMappingURL=1790000001009-surveys-given-up.js.map