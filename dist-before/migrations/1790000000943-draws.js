/**
 * What was drawn among offers that are equal stays drawn, whatever becomes of the report: one review more would else be one
 * draw more. What a result says of its ties follows from it.
 */
export class Draws1790000000943 {
    name = 'Draws1790000000943';
    async up(runner) {
        await runner.query(`
      CREATE TABLE lot_draw (
        lot_id uuid NOT NULL REFERENCES lot,
        -- Those that were tied, sorted.
        bids uuid[] NOT NULL CHECK (array_length(bids, 1) >= 2),
        tie jsonb NOT NULL,
        PRIMARY KEY (lot_id, bids)
      )`);
        await runner.query(`
      INSERT INTO lot_draw (lot_id, bids, tie)
      SELECT r.lot_id, ARRAY(SELECT b::uuid FROM jsonb_array_elements_text(tie -> 'order') b ORDER BY b::uuid), tie
      FROM lot_result r CROSS JOIN jsonb_array_elements(r.ties) tie WHERE tie ->> 'by' = 'draw'
      ON CONFLICT DO NOTHING`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE lot_draw`);
    }
}
//# sourceMappingURL=1790000000943-draws.js.map