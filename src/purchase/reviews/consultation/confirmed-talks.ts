import type { Talked } from '../../tenders/conducted/terms/service-terms.rules.js';
import { loadConfirmedTalks } from '../../tenders/notices/notice-parts.js';

loadConfirmedTalks.contribute(async (reader, tender) => {
  const rows = await reader.query<(Talked & { lot: number })[]>(
    `SELECT l.no AS lot, c.requirement, c.standards FROM requirement_change c JOIN lot l ON l.id = c.lot_id
     WHERE l.tender_id = $1 AND c.round = l.consultation AND c.state = 'confirmed' ORDER BY l.no, c.no`,
    [tender],
  );
  const talks = new Map<number, Talked[]>();
  for (const { lot, ...change } of rows) talks.set(lot, [...(talks.get(lot) ?? []), change]);
  return talks;
});
