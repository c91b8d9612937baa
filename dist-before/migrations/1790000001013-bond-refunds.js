/** On which day the bond of a bid went back to its bidder: a fact that those who hold it say (Regulation article 33). */
export class BondRefunds1790000001013 {
    name = 'BondRefunds1790000001013';
    async up(runner) {
        await runner.query(`
      CREATE TABLE bond_refund (
        bid_id uuid PRIMARY KEY REFERENCES bid,
        refunded_on date NOT NULL,
        -- Number of the paper that proves it.
        reference text,
        recorded_at timestamptz NOT NULL,
        recorded_by uuid NOT NULL
      )`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE bond_refund`);
    }
}
//# sourceMappingURL=1790000001013-bond-refunds.js.map