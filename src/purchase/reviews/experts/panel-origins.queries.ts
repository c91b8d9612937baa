import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { DrawSource } from './expert-draw.rules.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

/** A draw, or a choice by hand, without the names: they are secret until the result. */
interface RecordedDraw {
  id: string;
  lot: number;
  source: DrawSource;
  /** Null: prepared and not drawn. */
  on: PlainDate | null;
  experts: number;
  consent: string | null;
  drawable: number | null;
  /** Day on which the first of those drawn declared whom they are tied to: the review has begun. */
  begun: PlainDate | null;
}

/** How the experts of a tender's panels came to them. */
export interface PanelOrigins {
  draws: RecordedDraw[];
  /** Experts of a review who hold no place of a draw for its lot, from the day of the first of them. */
  undrawn: { review: string; lot: number; experts: number; on: PlainDate }[];
}

/** SQL: when an expert of the draw `d` took up the review. */
const BEGUN = `(SELECT min((c.declared_at AT TIME ZONE 'Asia/Shanghai')::date) FROM expert_place p
     JOIN review_member m ON m.user_id = p.user_id JOIN review v ON v.id = m.review_id AND v.lot_id = d.lot_id
     JOIN review_declaration c ON c.member_id = m.id
     WHERE p.draw_id = d.id AND (c.declared_at AT TIME ZONE 'Asia/Shanghai')::date >= d.drawn_on)`;

const ORIGINS = `
  SELECT t.id,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'lot', l.no, 'source', d.source, 'on', d.drawn_on, 'experts', d.size,
        'consent', d.consent ->> 'number', 'drawable', d.drawable, 'begun', ${BEGUN}) ORDER BY l.no, d.prepared_at, d.id), '[]')
     FROM expert_draw d JOIN lot l ON l.id = d.lot_id WHERE l.tender_id = t.id) AS draws,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('review', u.review, 'lot', u.lot, 'experts', u.experts, 'on', u.first) ORDER BY u.lot, u.review), '[]')
     FROM (SELECT v.id AS review, l.no AS lot, count(DISTINCT m.user_id)::int AS experts,
         min((m.appointed_at AT TIME ZONE 'Asia/Shanghai')::date) AS first
       FROM review v JOIN lot l ON l.id = v.lot_id JOIN review_member m ON m.review_id = v.id
       WHERE v.tender_id = t.id AND m.kind = 'expert' AND NOT EXISTS (SELECT FROM expert_place p JOIN expert_draw d ON d.id = p.draw_id
         WHERE d.lot_id = v.lot_id AND p.user_id = m.user_id AND p.state IN ('accepted', 'replaced'))
       GROUP BY v.id, l.no) u) AS undrawn
  FROM tender t WHERE t.id = ANY ($1::uuid[])
    AND EXISTS (SELECT FROM review v WHERE v.tender_id = t.id
      UNION ALL SELECT FROM expert_draw d JOIN lot l ON l.id = d.lot_id WHERE l.tender_id = t.id)`;

/** Of tenders by their ids; none of those that have neither a panel nor a draw. */
export async function loadPanelOrigins(reader: Reader, tenders: readonly string[]): Promise<Map<string, PanelOrigins>> {
  const rows = await reader.query<PanelOrigins & { id: string }>(ORIGINS, [tenders]);
  return new Map(rows.map(({ id, draws, undrawn }) => [id, { draws, undrawn }]));
}
