import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What the rules answered of each subject, a row an answer; the view replaces that of the same name. */
export const GROUP_ANSWER_VIEWS = ['group-answers/watch.sql'];

/** What found nothing of a group is stored as a few numbers of answers that many groups share. */
export class GroupAnswers1800000000265 implements MigrationInterface {
  name = 'GroupAnswers1800000000265';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of ['group-answers/tables.sql', ...GROUP_ANSWER_VIEWS]) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
