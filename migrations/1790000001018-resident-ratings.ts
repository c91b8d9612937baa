import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Residents rate buyer and agent with the code of a slip: such a rating names no body, no slip and no survey. */
export class ResidentRatings1790000001018 implements MigrationInterface {
  name = 'ResidentRatings1790000001018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE rating ADD COLUMN raters text NOT NULL DEFAULT 'bodies' CHECK (raters IN ('bodies', 'residents')),
        ALTER COLUMN rater_id DROP NOT NULL,
        ADD CONSTRAINT rating_of_residents_names_nobody CHECK ((raters = 'residents') = (rater_id IS NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // What residents said cannot be kept where every rating names a body.
    await runner.query(`ALTER TABLE rating DISABLE TRIGGER rating_is_kept`);
    await runner.query(`DELETE FROM rating WHERE rater_id IS NULL`);
    await runner.query(`ALTER TABLE rating ENABLE TRIGGER rating_is_kept`);
    await runner.query(`ALTER TABLE rating DROP CONSTRAINT rating_of_residents_names_nobody,
      ALTER COLUMN rater_id SET NOT NULL, DROP COLUMN raters`);
  }
}
