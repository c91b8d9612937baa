/**
 * Which region's supervisors a purchase is for: where it lies, as long as that is within its buyer's region; else the
 * buyer's. Nobody leaves the sight of the own supervisor by naming another place.
 */
export class OverseenRegion1790000000895 {
    name = 'OverseenRegion1790000000895';
    async up(runner) {
        await runner.query(`
      CREATE FUNCTION overseen_region(region text, buyer_region text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN buyer_region IS NULL OR starts_with(region, regexp_replace(buyer_region, '^(\\d*?)(00)+$', '\\1'))
          THEN region ELSE buyer_region END
      $$`);
        // What the published facts alone prove: outsiders are told no more, not even by a state.
        for (const table of ['tender', 'lot']) {
            await runner.query(`ALTER TABLE ${table} ADD COLUMN published_state text`);
            await runner.query(`UPDATE ${table} SET published_state = state`);
        }
    }
    async down(runner) {
        for (const table of ['lot', 'tender'])
            await runner.query(`ALTER TABLE ${table} DROP COLUMN published_state`);
        await runner.query(`DROP FUNCTION overseen_region(text, text)`);
    }
}
//# sourceMappingURL=1790000000895-overseen-region.js.map