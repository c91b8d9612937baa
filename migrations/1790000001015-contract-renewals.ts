import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A contract that renews another within the term that the documents announced. */
export class ContractRenewals1790000001015 implements MigrationInterface {
  name = 'ContractRenewals1790000001015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contract
        ADD COLUMN renewal_of uuid REFERENCES contract,
        -- The first renewal of an award is 1.
        ADD COLUMN renewal_no integer CHECK (renewal_no >= 1),
        ADD CONSTRAINT contract_renewal_is_numbered CHECK ((renewal_of IS NULL) = (renewal_no IS NULL)),
        ADD CONSTRAINT contract_renews_another CHECK (renewal_of <> id)`);
    // A contract is renewed once: what was given up before both had signed does not stand in the way.
    await runner.query(
      `CREATE UNIQUE INDEX contract_renewed_once ON contract (renewal_of) WHERE renewal_of IS NOT NULL AND state <> 'void'`,
    );
    await runner.query(
      `CREATE INDEX contract_renewal_programme ON contract (programme_id) WHERE renewal_of IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE contract_renewal (
        contract_id uuid PRIMARY KEY REFERENCES contract,
        plan_id uuid NOT NULL REFERENCES continuity_plan,
        -- First day of the service under its award: the years of the term count from it.
        first_day date NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL CHECK (ends_on >= starts_on),
        lines uuid[] NOT NULL CHECK (cardinality(lines) >= 1),
        CONSTRAINT contract_renewal_follows CHECK (starts_on > first_day),
        -- Order 102 article 24: three years in all, whatever was announced.
        CONSTRAINT contract_renewal_within_three_years CHECK (ends_on < first_day + interval '3 years')
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE contract_renewal`);
    await runner.query(`DROP INDEX contract_renewal_programme`);
    await runner.query(`DROP INDEX contract_renewed_once`);
    // Without it a renewal is a contract of its award like another; a mere draft of one was never that.
    await runner.query(
      `DELETE FROM contract_signature WHERE contract_id IN (SELECT id FROM contract WHERE renewal_of IS NOT NULL AND fact_id IS NULL)`,
    );
    await runner.query(`DELETE FROM contract WHERE renewal_of IS NOT NULL AND fact_id IS NULL`);
    await runner.query(`ALTER TABLE contract DROP COLUMN renewal_no, DROP COLUMN renewal_of`);
  }
}
