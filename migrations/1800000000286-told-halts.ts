import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What was suspended and goes on, a file for each room. */
export const TOLD_HALTS_VIEWS = ['told-halts/awards.sql', 'told-halts/contracts.sql'];

/** Suspensions of lots and halts of contracts, and that they go on, are told to whom they concern. */
export class ToldHalts1800000000286 implements MigrationInterface {
  name = 'ToldHalts1800000000286';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of TOLD_HALTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
