import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** Views that replace those of the same names. */
export const TASKS_OF_ENDED_VIEWS = ['tasks-of-ended/acceptance.sql', 'tasks-of-ended/delivery.sql'];

/** What is to be done of a contract that ended follows from rounds that looked at it since, and from records of what it asks for. */
export class TasksOfEnded1800000000327 implements MigrationInterface {
  name = 'TasksOfEnded1800000000327';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of TASKS_OF_ENDED_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
