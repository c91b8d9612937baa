import { loadPublishedPanels } from '../../tenders/notices/notice-parts.js';
import type { NoticePanel } from '../../tenders/notices/notice-source.js';

loadPublishedPanels.contribute((reader, tender) =>
  reader.query<NoticePanel[]>(
    `SELECT l.no AS lot, (SELECT coalesce(jsonb_agg(jsonb_build_object('name', m ->> 'name', 'kind', m ->> 'kind') ORDER BY n), '[]')
         FROM jsonb_array_elements(v.report -> 'panel' -> 'members') WITH ORDINALITY AS e(m, n)) AS members,
       (SELECT o ->> 'total' FROM jsonb_array_elements(v.report -> 'offers') o WHERE o ->> 'bid' = a.bid_id::text) AS total
     FROM lot l JOIN review v ON v.lot_id = l.id AND v.state = 'reported'
     LEFT JOIN award a ON a.lot_id = l.id AND a.state IN ('active', 'contracted')
     WHERE l.tender_id = $1 AND coalesce(l.suspended_from, l.state) IN ('result_published', 'contracted') ORDER BY l.no`,
    [tender],
  ),
);
