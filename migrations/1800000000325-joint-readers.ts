import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** An index that no entity says: it is over an expression. */
export const JOINT_READERS_BEYOND_ENTITIES = ['joint-readers/tenders.sql'];

/** Who buys together with a buyer reads what that buyer reads; its purchases are found by an index. */
export class JointReaders1800000000325 implements MigrationInterface {
  name = 'JointReaders1800000000325';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of JOINT_READERS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
