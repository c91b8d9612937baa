import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lots of an intent keep their ids, so that they are shown as they were published after the draft lost them; one that it lost already has a new id. */
export class LotsOfIntents1800000000253 implements MigrationInterface {
  name = 'LotsOfIntents1800000000253';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE tender t SET intended = jsonb_set(t.intended, '{lots}', (
        SELECT coalesce(jsonb_agg(said || jsonb_build_object('id',
          coalesce((SELECT l.id FROM lot l WHERE l.tender_id = t.id AND l.no = (said ->> 'no')::integer), gen_random_uuid())) ORDER BY place), '[]')
        FROM jsonb_array_elements(t.intended -> 'lots') WITH ORDINALITY AS s(said, place)))
      WHERE t.intended IS NOT NULL`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
