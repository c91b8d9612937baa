/**
 * SQL: rows of `service_line_id`, the lines that the lot `lot` of the tender `tender` (ids as SQL) is for: its own, else each of
 * its tender's. A tender has the lines of all of its lots.
 */
export const lotLinesSql = (lot: string, tender: string): string => `
  SELECT x.service_line_id FROM tender_service_line x WHERE x.tender_id = ${tender}
    AND (EXISTS (SELECT FROM lot_service_line s WHERE s.lot_id = ${lot} AND s.service_line_id = x.service_line_id)
      OR NOT EXISTS (SELECT FROM lot_service_line s WHERE s.lot_id = ${lot}))`;
