/**
 * A question is answered within three working days (Regulation article 52). It leaves no event, so that nobody learns who
 * asks; its tender is looked at anew on the next day, and then on the day after the answer was due.
 */
export class QuestionsDue1790000000962 {
    name = 'QuestionsDue1790000000962';
    async up(runner) {
        await runner.query(`
      CREATE FUNCTION tender_is_asked() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE risk_subject SET due_on = least(due_on, business_today() + 1)
        WHERE subject_type = 'tender' AND subject_id = NEW.tender_id;
        RETURN NULL;
      END $$`);
        await runner.query(`
      CREATE TRIGGER tender_is_asked AFTER INSERT ON clarification FOR EACH ROW EXECUTE FUNCTION tender_is_asked()`);
    }
    async down(runner) {
        await runner.query(`DROP TRIGGER tender_is_asked ON clarification`);
        await runner.query(`DROP FUNCTION tender_is_asked`);
    }
}
//# sourceMappingURL=1790000000962-questions-due.js.map