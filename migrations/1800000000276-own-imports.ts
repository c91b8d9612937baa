import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports are listed for whoever sent them and for the people of their body. */
export class OwnImports1800000000276 implements MigrationInterface {
  name = 'OwnImports1800000000276';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX import_of_body ON import (organisation_id, created_at, id)`);
    await runner.query(`CREATE INDEX import_of_sender ON import (created_by, created_at, id)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
