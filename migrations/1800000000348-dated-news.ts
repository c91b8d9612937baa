import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What was suspended and goes on, a file for each room; they replace those of `joint-told`. */
export const DATED_NEWS_VIEWS = ['dated-news/awards.sql', 'dated-news/contracts.sql'];

/** News of suspensions and halts are found by the day on which they began or ended, however many there have ever been. */
export class DatedNews1800000000348 implements MigrationInterface {
  name = 'DatedNews1800000000348';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX suspension_spell_began ON suspension_spell (began)`);
    await runner.query(`CREATE INDEX suspension_spell_ended ON suspension_spell (ended)`);
    await runner.query(`CREATE INDEX contract_halt_began ON contract_halt (began_on)`);
    await runner.query(`CREATE INDEX contract_halt_ended ON contract_halt (ended_on)`);
    for (const file of DATED_NEWS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
