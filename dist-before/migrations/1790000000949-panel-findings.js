/**
 * What each member of a panel finds of a bid, where the panel decides together (Order 87 article 61): what more than half of
 * them find is the panel's, and what the others found stays on record.
 */
export class PanelFindings1790000000949 {
    name = 'PanelFindings1790000000949';
    async up(runner) {
        await runner.query(`
      CREATE TABLE panel_finding (
        member_id uuid NOT NULL REFERENCES review_member,
        bid_id uuid NOT NULL REFERENCES bid,
        stage text NOT NULL CHECK (stage IN ('qualification', 'conformity', 'price')),
        -- Of the bid as it was then: one that its bidder has restored since is looked at anew.
        bid_version integer NOT NULL,
        passed boolean NOT NULL,
        ground text,
        detail text,
        found_at timestamptz NOT NULL,
        PRIMARY KEY (member_id, stage, bid_id)
      )`);
        await runner.query(`CREATE INDEX panel_finding_bid ON panel_finding (bid_id)`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE panel_finding`);
    }
}
//# sourceMappingURL=1790000000949-panel-findings.js.map