import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEPT = 'service_record_recipient_is_kept';

/** On which days somebody was served, found without their records; and whom a contract has reached, kept with its records. */
export class ServiceReach1790000001019 implements MigrationInterface {
  name = 'ServiceReach1790000001019';

  async up(runner: QueryRunner): Promise<void> {
    // The day of the record: whoever is served for years is looked up on the days of a batch, not in every record.
    await runner.query(`ALTER TABLE service_record_recipient ADD served_on date`);
    await runner.query(`ALTER TABLE service_record_recipient DISABLE TRIGGER ${KEPT}`);
    await runner.query(`
      UPDATE service_record_recipient x SET served_on = s.served_on FROM service_record s WHERE s.id = x.record_id`);
    await runner.query(`ALTER TABLE service_record_recipient ENABLE TRIGGER ${KEPT}`);
    await runner.query(`ALTER TABLE service_record_recipient ALTER served_on SET NOT NULL`);
    await runner.query(`DROP INDEX service_record_recipient_back`);
    await runner.query(
      `CREATE INDEX service_record_recipient_days ON service_record_recipient (recipient_id, served_on)`,
    );
    await runner.query(`
      CREATE TABLE service_reach (
        contract_id uuid NOT NULL REFERENCES contract,
        recipient_id uuid NOT NULL REFERENCES recipient,
        form text NOT NULL,
        -- Empty: the records name no content.
        content_code text NOT NULL,
        -- Those that stand and that the contract asks for.
        records integer NOT NULL,
        PRIMARY KEY (contract_id, recipient_id, form, content_code)
      )`);
    await runner.query(`
      CREATE FUNCTION service_reach_grows() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM new_served x JOIN service_record s ON s.id = x.record_id WHERE s.served_on <> x.served_on) THEN
          RAISE EXCEPTION 'a recipient is served on the day of the record' USING ERRCODE = 'check_violation';
        END IF;
        INSERT INTO service_reach AS r
        SELECT s.contract_id, x.recipient_id, s.form, coalesce(s.content_code, ''), count(*)
        FROM new_served x JOIN service_record s ON s.id = x.record_id WHERE s.within_contract AND NOT s.withdrawn
        GROUP BY 1, 2, 3, 4
        ON CONFLICT (contract_id, recipient_id, form, content_code) DO UPDATE SET records = r.records + excluded.records;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER service_reach_grows AFTER INSERT ON service_record_recipient REFERENCING NEW TABLE AS new_served
      FOR EACH STATEMENT EXECUTE FUNCTION service_reach_grows()`);
    await runner.query(`
      CREATE FUNCTION service_reach_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE service_reach r SET records = r.records - c.records
        FROM (
          SELECT o.contract_id, x.recipient_id, o.form, coalesce(o.content_code, '') AS content_code, count(*) AS records
          FROM new_records s JOIN service_record o ON o.id = s.corrects JOIN service_record_recipient x ON x.record_id = o.id
          WHERE o.within_contract AND NOT o.withdrawn GROUP BY 1, 2, 3, 4
        ) c
        WHERE (r.contract_id, r.recipient_id, r.form, r.content_code) = (c.contract_id, c.recipient_id, c.form, c.content_code);
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER service_reach_shrinks AFTER INSERT ON service_record REFERENCING NEW TABLE AS new_records
      FOR EACH STATEMENT EXECUTE FUNCTION service_reach_shrinks()`);
    await runner.query(`
      INSERT INTO service_reach
      SELECT s.contract_id, x.recipient_id, s.form, coalesce(s.content_code, ''), count(*)
      FROM service_record_recipient x JOIN service_record s ON s.id = x.record_id
      WHERE s.within_contract AND NOT s.withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = s.id)
      GROUP BY 1, 2, 3, 4`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER service_reach_shrinks ON service_record`);
    await runner.query(`DROP TRIGGER service_reach_grows ON service_record_recipient`);
    await runner.query(`DROP FUNCTION service_reach_shrinks(), service_reach_grows()`);
    await runner.query(`DROP TABLE service_reach`);
    await runner.query(`DROP INDEX service_record_recipient_days`);
    await runner.query(`ALTER TABLE service_record_recipient DROP served_on`);
    await runner.query(`CREATE INDEX service_record_recipient_back ON service_record_recipient (recipient_id)`);
  }
}
