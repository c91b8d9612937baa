import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Indexes on the grams of names, which entities cannot express. */
export const WORDS_OF_NAMES_BEYOND_ENTITIES = ['words-of-names/names.sql'];

/** Bodies and communities are found by words, and the evaluations that a body still has to do by their due days. */
export class WordsOfNames1800000000283 implements MigrationInterface {
  name = 'WordsOfNames1800000000283';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of WORDS_OF_NAMES_BEYOND_ENTITIES) await runner.query(readSql(file));
    await runner.query(
      `CREATE INDEX evaluation_open ON evaluation (evaluator_id, due_on, id) WHERE state NOT IN ('published', 'cancelled')`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
