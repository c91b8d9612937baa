/** A draft's review of fairness, competition, policy and risk is on record like the other opinions about it. */
export class KeyReviews1790000000955 {
    name = 'KeyReviews1790000000955';
    async up(runner) {
        await runner.query(`
      ALTER TABLE tender_opinion DROP CONSTRAINT tender_opinion_kind_check,
        ADD CONSTRAINT tender_opinion_kind_check CHECK (kind IN ('public', 'survey', 'legal_review', 'key_review'))`);
    }
    async down(runner) {
        await runner.query(`DELETE FROM tender_opinion WHERE kind = 'key_review'`);
        await runner.query(`
      ALTER TABLE tender_opinion DROP CONSTRAINT tender_opinion_kind_check,
        ADD CONSTRAINT tender_opinion_kind_check CHECK (kind IN ('public', 'survey', 'legal_review'))`);
    }
}
//# sourceMappingURL=1790000000955-key-reviews.js.map