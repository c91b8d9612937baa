import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notices of a draft say what its intent said, also those that were written from what the draft became since. */
export class NoticesOfIntents1800000000247 implements MigrationInterface {
  name = 'NoticesOfIntents1800000000247';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE notice n SET title = i ->> 'title', region = i ->> 'region', region_text = i ->> 'regionText', category = i ->> 'category',
        method = i ->> 'method', search_text = regexp_replace(concat_ws(' ', i ->> 'title', o.name, i ->> 'regionText',
          (SELECT string_agg(said ->> 'name', ' ' ORDER BY (said ->> 'no')::integer) FROM jsonb_array_elements(i -> 'lots') AS said)),
          '\\s+', ' ', 'g'), updated_at = clock_timestamp()
      FROM tender t LEFT JOIN organisation o ON o.id = t.buyer_id CROSS JOIN LATERAL (SELECT t.intended AS i) intent
      WHERE n.tender_id = t.id AND n.raw IS NULL AND t.intended IS NOT NULL AND t.revision IS NULL`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
