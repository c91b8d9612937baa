import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** The function replaces that of the same name. */
export const PLAIN_GRAMS_BEYOND_ENTITIES = ['notice-words/grams.sql'];

/** Grams of a text cost a tenth; indexes hold what they held. */
export class PlainGrams1800000000170 implements MigrationInterface {
  name = 'PlainGrams1800000000170';

  async up(runner: QueryRunner): Promise<void> {
    for (const file of PLAIN_GRAMS_BEYOND_ENTITIES) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
