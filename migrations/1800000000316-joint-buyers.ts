import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notices of documents that are issued name who buys together with the buyer, as those that come from now on do. */
export class JointBuyers1800000000316 implements MigrationInterface {
  name = 'JointBuyers1800000000316';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE notice n SET buyer_name = concat_ws('、', n.buyer_name, joint.names), search_text = concat_ws(' ', n.search_text, joint.names)
       FROM tender t CROSS JOIN LATERAL (
         SELECT string_agg(o.name, '、' ORDER BY j.n) AS names FROM jsonb_array_elements_text(
           CASE jsonb_typeof(t.terms -> 'jointBuyers') WHEN 'array' THEN t.terms -> 'jointBuyers' ELSE '[]' END
         ) WITH ORDINALITY AS j(id, n) JOIN organisation o ON o.id = j.id::uuid AND o.id IS DISTINCT FROM t.buyer_id
       ) joint
       WHERE t.id = n.tender_id AND t.conducted = 'here' AND t.revision IS NOT NULL AND joint.names IS NOT NULL`,
    );
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
