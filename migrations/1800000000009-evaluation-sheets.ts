import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What entities cannot express of the sheets of evaluations. */
export const EVALUATION_SHEETS_BEYOND_ENTITIES = ['evaluations/figures-are-kept.sql'];

/** Figures that the product fills into the sheet of an evaluation, and schemes that an evaluator drafts. */
export class EvaluationSheets1800000000009 implements MigrationInterface {
  name = 'EvaluationSheets1800000000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['evaluations/tables.sql', ...EVALUATION_SHEETS_BEYOND_ENTITIES])
      await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
