import { loadPublishedPanels } from '../../tenders/notices/notice-parts.js';
import type { NoticePanel } from '../../tenders/notices/notice-source.js';

/** By the award whose fact is in force, whatever became of it, and the report that it followed: the notice says what was published. */
loadPublishedPanels.contribute((reader, tender) =>
  reader.query<NoticePanel[]>(
    `SELECT l.no AS lot, (SELECT coalesce(jsonb_agg(jsonb_build_object('name', m ->> 'name', 'kind', m ->> 'kind') ORDER BY n), '[]')
         FROM jsonb_array_elements(v.report -> 'panel' -> 'members') WITH ORDINALITY AS e(m, n)) AS members,
       (SELECT o ->> 'total' FROM jsonb_array_elements(v.report -> 'offers') o WHERE o ->> 'bid' = a.bid_id::text) AS total
     FROM award a JOIN lot l ON l.id = a.lot_id
     CROSS JOIN LATERAL (SELECT report FROM review WHERE lot_id = l.id AND report_hash = a.report_hash
       UNION ALL SELECT report FROM review_superseded WHERE lot_id = l.id AND report_hash = a.report_hash LIMIT 1) v
     WHERE a.tender_id = $1 AND a.fact_id IS NOT NULL AND NOT EXISTS (SELECT FROM fact f WHERE f.replaces = a.fact_id) ORDER BY l.no`,
    [tender],
  ),
);
