import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents in which an antivirus found something, whose contents a sweep looks for each hour. */
export class FoundDocuments1800000000364 implements MigrationInterface {
  name = 'FoundDocuments1800000000364';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX document_found ON document (id) WHERE malware_check = 'found'`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
