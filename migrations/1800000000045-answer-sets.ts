import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What the rules answered of each subject, a row an answer. */
const ANSWER_VIEWS = ['answer-sets/watch.sql'];

/** What found nothing is stored as one number a subject: a set of answers that many subjects share. */
export class AnswerSets1800000000045 implements MigrationInterface {
  name = 'AnswerSets1800000000045';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['answer-sets/tables.sql', ...ANSWER_VIEWS]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
