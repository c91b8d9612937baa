/** Since when a need waits is counted in business time, as the day up to which it is counted. */
export class NeedReceived1790000000940 {
    name = 'NeedReceived1790000000940';
    async up(runner) {
        await runner.query(`ALTER TABLE need ADD COLUMN received_at timestamptz NOT NULL DEFAULT business_now()`);
        // What business time was then: the wall clock, and how far it lay behind.
        await runner.query(`
      UPDATE need SET received_at = created_at + coalesce((SELECT behind FROM business_time), interval '0')`);
    }
    async down(runner) {
        await runner.query(`ALTER TABLE need DROP COLUMN received_at`);
    }
}
//# sourceMappingURL=1790000000940-need-received.js.map