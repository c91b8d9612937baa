import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readSql } from './files.js';

/** What `watch` and `desk` read of it. */
export const EXPERTS_VIEWS = ['expert-draws/views/reviews.sql'];

/** How many experts could have been drawn when some were picked by hand. Of picks before this it is not known. */
export class DrawableExperts1800000000023 implements MigrationInterface {
  name = 'DrawableExperts1800000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE expert_draw ADD COLUMN drawable integer CONSTRAINT expert_draw_drawable_check CHECK (drawable >= 0)',
    );
    for (const file of EXPERTS_VIEWS) await runner.query(readSql(file));
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
