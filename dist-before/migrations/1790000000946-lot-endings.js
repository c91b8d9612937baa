/**
 * Once an award was made, two persons end a lot: what one of them has proposed waits on the lot. Few lots wait for that, or
 * are suspended: whoever asks what waits finds them without looking at all the others. An award remembers that a remedy
 * ended it.
 */
export class LotEndings1790000000946 {
    name = 'LotEndings1790000000946';
    async up(runner) {
        await runner.query(`
      ALTER TABLE lot ADD COLUMN ending jsonb
        CONSTRAINT lot_ending_is_of_an_award CHECK (ending IS NULL OR state IN ('confirmed', 'result_published'))`);
        // Whom a remedy put out comes back by no later report; a panel whose result is void puts nobody out.
        await runner.query(`ALTER TABLE award ADD COLUMN remedied boolean NOT NULL DEFAULT false`);
        await runner.query(`
      UPDATE award a SET remedied = true WHERE a.state = 'invalidated'
        AND EXISTS (SELECT FROM remedy_application r WHERE r.lot_id = a.lot_id)
        AND NOT EXISTS (SELECT FROM review_superseded s JOIN review v ON v.id = s.review_id
          WHERE s.lot_id = a.lot_id AND s.report_hash = a.report_hash AND v.state = 'dissolved')`);
        await runner.query(`CREATE INDEX lot_ending ON lot (tender_id) WHERE ending IS NOT NULL`);
        await runner.query(`CREATE INDEX lot_suspended ON lot (tender_id) WHERE state = 'suspended'`);
        await runner.query(`CREATE INDEX tender_suspended ON tender (id) WHERE suspended_from IS NOT NULL`);
    }
    async down(runner) {
        await runner.query(`DROP INDEX tender_suspended`);
        await runner.query(`DROP INDEX lot_suspended`);
        await runner.query(`ALTER TABLE award DROP COLUMN remedied`);
        await runner.query(`ALTER TABLE lot DROP COLUMN ending`);
    }
}
//# sourceMappingURL=1790000000946-lot-endings.js.map