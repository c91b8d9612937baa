/** The days of a contract as a range, so that those of many lines are counted by the database. */
export class ContractDays1790000000998 {
    name = 'ContractDays1790000000998';
    async up(runner) {
        // Of a date known to the day, the month or the year: the first and the last day that it can be.
        await runner.query(`
      CREATE FUNCTION earliest_day(partial text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT make_date(left(partial, 4)::int, coalesce(nullif(substr(partial, 6, 2), '')::int, 1),
          coalesce(nullif(substr(partial, 9, 2), '')::int, 1))
      $$`);
        await runner.query(`
      CREATE FUNCTION latest_day(partial text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE length(partial)
          WHEN 10 THEN earliest_day(partial)
          WHEN 7 THEN (earliest_day(partial) + interval '1 month')::date - 1
          ELSE make_date(left(partial, 4)::int, 12, 31) END
      $$`);
        // Inside its window, up to its termination; null where that is not known to the day, or is no day at all.
        await runner.query(`
      CREATE FUNCTION contract_days(starts text, ends text, terminated text) RETURNS daterange
      LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN length(starts) = 10
            AND least(earliest_day(ends), earliest_day(terminated)) = least(latest_day(ends), latest_day(terminated))
            AND least(earliest_day(ends), earliest_day(terminated)) >= earliest_day(starts)
          THEN daterange(earliest_day(starts), least(earliest_day(ends), earliest_day(terminated)), '[]') END
      $$`);
        await runner.query(`
      CREATE FUNCTION days_in(days datemultirange) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(sum(upper(d) - lower(d)), 0) FROM unnest(days) AS u (d)
      $$`);
    }
    async down(runner) {
        await runner.query(`DROP FUNCTION days_in(datemultirange)`);
        await runner.query(`DROP FUNCTION contract_days(text, text, text)`);
        await runner.query(`DROP FUNCTION latest_day(text)`);
        await runner.query(`DROP FUNCTION earliest_day(text)`);
    }
}
//# sourceMappingURL=1790000000998-contract-days.js.map