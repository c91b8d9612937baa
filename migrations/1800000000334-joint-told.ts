import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What was suspended and goes on, a file for each room. */
export const JOINT_TOLD_VIEWS = ['joint-told/awards.sql', 'joint-told/contracts.sql'];

/** Who buys together with a buyer is told of suspensions and halts as the buyer is. */
export class JointTold1800000000334 implements MigrationInterface {
  name = 'JointTold1800000000334';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of JOINT_TOLD_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
