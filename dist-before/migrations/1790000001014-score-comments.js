/** What a member of a panel says beside a score. It is written with the score, and a correction of the points leaves it. */
export class ScoreComments1790000001014 {
    name = 'ScoreComments1790000001014';
    async up(runner) {
        await runner.query(`ALTER TABLE review_score ADD comment text CHECK (comment <> '')`);
        // Order 87 article 64 lets points be corrected, and no word; before the lock a sheet is written anew as a whole.
        await runner.query(`
      CREATE FUNCTION review_comment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a comment on a score is kept as it was made' USING ERRCODE = 'check_violation';
      END $$`);
        await runner.query(`
      CREATE TRIGGER review_comment_is_kept BEFORE UPDATE ON review_score
      FOR EACH ROW WHEN (OLD.comment IS DISTINCT FROM NEW.comment) EXECUTE FUNCTION review_comment_is_kept()`);
    }
    async down(runner) {
        await runner.query(`DROP TRIGGER review_comment_is_kept ON review_score`);
        await runner.query(`DROP FUNCTION review_comment_is_kept()`);
        await runner.query(`ALTER TABLE review_score DROP comment`);
    }
}
//# sourceMappingURL=1790000001014-score-comments.js.map