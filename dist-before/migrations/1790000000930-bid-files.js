/**
 * The files of opened bids, written by the opening. Before it a file of a bid stands in no row: it is named in what is sealed.
 */
export class BidFiles1790000000930 {
    name = 'BidFiles1790000000930';
    async up(runner) {
        await runner.query(`
      CREATE TABLE bid_file (
        bid_id uuid NOT NULL REFERENCES bid,
        -- Its place among the documents of the bid.
        no integer NOT NULL CHECK (no >= 1),
        name text NOT NULL,
        size bigint NOT NULL,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        -- As it was found at the opening; \`not_given\`: named, and kept by its bidder.
        state text NOT NULL CHECK (state IN ('readable', 'altered', 'missing', 'not_given')),
        media_type text,
        -- What it says of how it was made, taken when it was uploaded.
        print jsonb,
        -- What finds and opens it, under a key outside the database.
        handle text,
        PRIMARY KEY (bid_id, no),
        CONSTRAINT bid_file_has_its_handle CHECK (state NOT IN ('readable', 'altered') OR handle IS NOT NULL)
      )`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE bid_file`);
    }
}
//# sourceMappingURL=1790000000930-bid-files.js.map