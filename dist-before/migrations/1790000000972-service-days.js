/** What the records of each day of a contract come to, kept with them, and what they say of its end. */
export class ServiceDays1790000000972 {
    name = 'ServiceDays1790000000972';
    async up(runner) {
        // How many were served: everybody who took part, and no fewer than are named.
        await runner.query(`ALTER TABLE service_record ADD visits integer CHECK (visits >= 0)`);
        await runner.query(`ALTER TABLE service_record DISABLE TRIGGER service_record_is_kept`);
        await runner.query(`
      UPDATE service_record s SET visits = greatest(coalesce(s.participants, 0),
        (SELECT count(*) FROM service_record_recipient p WHERE p.record_id = s.id))`);
        await runner.query(`ALTER TABLE service_record ENABLE TRIGGER service_record_is_kept`);
        await runner.query(`ALTER TABLE service_record ALTER visits SET NOT NULL`);
        await runner.query(`
      CREATE TABLE service_day (
        contract_id uuid NOT NULL REFERENCES contract,
        served_on date NOT NULL,
        form text NOT NULL,
        -- Empty: the records name no content.
        content_code text NOT NULL,
        within_contract boolean NOT NULL,
        records integer NOT NULL,
        minutes integer NOT NULL,
        visits integer NOT NULL,
        PRIMARY KEY (contract_id, served_on, form, content_code, within_contract)
      )`);
        await runner.query(`
      CREATE FUNCTION service_day_keeps_up() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO service_day AS d
        SELECT contract_id, served_on, form, coalesce(content_code, ''), within_contract, sum(n), sum(n * minutes), sum(n * visits)
        FROM (
          SELECT 1 AS n, s.* FROM new_records s WHERE NOT s.withdrawn
          UNION ALL
          SELECT -1, o.* FROM new_records s JOIN service_record o ON o.id = s.corrects WHERE NOT o.withdrawn
        ) x GROUP BY 1, 2, 3, 4, 5
        ON CONFLICT (contract_id, served_on, form, content_code, within_contract) DO UPDATE SET
          records = d.records + excluded.records, minutes = d.minutes + excluded.minutes, visits = d.visits + excluded.visits;
        RETURN NULL;
      END $$`);
        await runner.query(`
      CREATE TRIGGER service_day_keeps_up AFTER INSERT ON service_record REFERENCING NEW TABLE AS new_records
      FOR EACH STATEMENT EXECUTE FUNCTION service_day_keeps_up()`);
        await runner.query(`
      INSERT INTO service_day
      SELECT contract_id, served_on, form, coalesce(content_code, ''), within_contract, count(*), sum(minutes), sum(visits)
      FROM service_record s
      WHERE NOT withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = s.id) GROUP BY 1, 2, 3, 4, 5`);
        await runner.query(`
      CREATE TABLE contract_outlook (
        contract_id uuid PRIMARY KEY REFERENCES contract,
        -- Told at the end of this day.
        as_of date NOT NULL,
        -- Since when some target is expected to be missed; null: none is.
        missing_since timestamptz,
        -- Which: [{no, target, expected, high}].
        missed jsonb NOT NULL
      )`);
        await runner.query(`CREATE INDEX contract_outlook_missing ON contract_outlook (missing_since) WHERE missing_since IS NOT NULL`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE contract_outlook`);
        await runner.query(`DROP TRIGGER service_day_keeps_up ON service_record`);
        await runner.query(`DROP FUNCTION service_day_keeps_up()`);
        await runner.query(`DROP TABLE service_day`);
        await runner.query(`ALTER TABLE service_record DROP visits`);
    }
}
//# sourceMappingURL=1790000000972-service-days.js.map