/**
 * SQL: the price of the bid `bid` on the lot `lot` of the tender `tender` as far as it may be told. Of a consultation
 * conducted here it is that of the final offer, and is told with the result alone: opened in public is only an open tender.
 */
export const shownPrice = (bid: string, lot: string, tender: string): string =>
  `CASE WHEN ${bid}.state IS NULL OR ${tender}.method = 'OPEN_TENDER' OR ${lot}.state IN ('result_published', 'contracted') THEN ${bid}.price END`;
