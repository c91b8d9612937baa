import { listUnreadKeys, type NoticeParts } from '../../purchase/tenders/notices/unread-keys.js';
import { isJsonObject, type JsonObject } from './notice-row-reader.js';
import keys from './data/notice-row-keys.json' with { type: 'json' };

/** Keys of a row. The second group is kept with the row though not yet used, `project_no` and `source_url` excepted. */
export const ROW_KEYS: ReadonlySet<string> = new Set([...keys.row, ...keys.kept]);

/** Keys of the parts of a row: those that are read, and those that are kept with it. */
const LOT_KEYS: ReadonlySet<string> = new Set([...keys.lot, ...keys.keptOfLot]);
const BIDDER_KEYS: ReadonlySet<string> = new Set([...keys.bidder, ...keys.keptOfBidder]);
const SUPPLIER_KEYS: ReadonlySet<string> = new Set(keys.supplier);

const toObjects = (list: unknown): JsonObject[] => (Array.isArray(list) ? list.filter(isJsonObject) : []);
const listOtherKeys = (path: string, items: readonly JsonObject[], known: ReadonlySet<string>): string[] =>
  items.flatMap((item) =>
    Object.keys(item)
      .filter((key) => !known.has(key))
      .map((key) => `${path}.${key}`),
  );

/**
 * What a stored row says of its lots and bidders under keys that nobody reads: `lots.colour`. A notice is not refused for want
 * of a field, and what it says is not lost unseen.
 */
export function findUnreadKeys(row: NoticeParts): string[] {
  const lots = toObjects(row.lots);
  return [
    ...new Set([
      ...listOtherKeys('suppliers', toObjects(row.suppliers), SUPPLIER_KEYS),
      ...listOtherKeys('lots', lots, LOT_KEYS),
      ...listOtherKeys(
        'lots.suppliers',
        lots.flatMap((lot) => toObjects(lot['suppliers'])),
        SUPPLIER_KEYS,
      ),
      ...listOtherKeys('bidders', toObjects(row.bidders), BIDDER_KEYS),
    ]),
  ];
}

listUnreadKeys.contribute(findUnreadKeys);
