/**
 * What an intent said of a draft, and of which: a draft that is revised is another one, and until its own intent or its
 * documents are published everybody sees what was.
 */
export class Intents1790000000960 {
    name = 'Intents1790000000960';
    async up(runner) {
        await runner.query(`
      ALTER TABLE tender ADD COLUMN draft_no integer NOT NULL DEFAULT 1 CHECK (draft_no >= 1),
        ADD COLUMN intended_draft integer, ADD COLUMN intended jsonb,
        ADD CONSTRAINT tender_intent_is_of_a_draft CHECK (
          (intended_draft IS NULL) = (intended IS NULL) AND (intended_draft IS NULL OR intended_draft <= draft_no))`);
    }
    async down(runner) {
        await runner.query(`
      ALTER TABLE tender DROP CONSTRAINT tender_intent_is_of_a_draft, DROP COLUMN intended, DROP COLUMN intended_draft,
        DROP COLUMN draft_no`);
    }
}
//# sourceMappingURL=1790000000960-intents.js.map