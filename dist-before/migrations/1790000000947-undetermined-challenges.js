/** A challenge that no record and no word of its own puts in time or out of it: its buyer determines the day. */
export class UndeterminedChallenges1790000000947 {
    name = 'UndeterminedChallenges1790000000947';
    async up(runner) {
        await runner.query(`ALTER TABLE challenge DROP CONSTRAINT challenge_scope_check`);
        await runner.query(`
      ALTER TABLE challenge ADD CONSTRAINT challenge_scope_check
        CHECK (scope IN ('in_scope', 'late', 'took_no_part', 'undetermined'))`);
    }
    async down(runner) {
        await runner.query(`UPDATE challenge SET scope = 'in_scope' WHERE scope = 'undetermined'`);
        await runner.query(`ALTER TABLE challenge DROP CONSTRAINT challenge_scope_check`);
        await runner.query(`
      ALTER TABLE challenge ADD CONSTRAINT challenge_scope_check CHECK (scope IN ('in_scope', 'late', 'took_no_part'))`);
    }
}
//# sourceMappingURL=1790000000947-undetermined-challenges.js.map