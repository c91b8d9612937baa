import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What somebody waits for and nothing is to be done about, a file for each room. */
export const NEWS_VIEWS = ['news/tenders.sql', 'news/awards.sql'];

/** Answers, corrections and results are told to whom they concern, who is found by their body. */
export class News1800000000235 implements MigrationInterface {
  name = 'News1800000000235';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX clarification_body ON clarification (organisation_id)`);
    await runner.query(`CREATE INDEX document_request_body ON document_request (organisation_id)`);
    for (const file of NEWS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
