/**
 * By when each member of a panel would have the final offers: they are asked for, or the lot ends, once more than half of those
 * who sit in it would have it so (Order 87 article 61, as for what a panel finds of bids).
 */
export class FinalOfferCalls1790000001006 {
    name = 'FinalOfferCalls1790000001006';
    async up(runner) {
        await runner.query(`
      CREATE TABLE final_offer_call (
        member_id uuid NOT NULL REFERENCES review_member,
        round integer NOT NULL,
        deadline_at timestamptz NOT NULL,
        called_at timestamptz NOT NULL,
        PRIMARY KEY (member_id, round)
      )`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE final_offer_call`);
    }
}
//# sourceMappingURL=1790000001006-final-offer-calls.js.map