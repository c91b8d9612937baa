import { listUnreadParts, type NamedLot, type NoticeParts } from '../../purchase/tenders/notices/unread-keys.js';
import { listUnplacedLabels } from './notice-row-lots.js';
import { FieldReader, isJsonObject, type JsonObject } from './notice-row-reader.js';
import { AFTER_THE_CALL } from './notice-row-recording.js';
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
export function findUnreadKeys(row: Pick<NoticeParts, 'lots' | 'bidders' | 'suppliers'>): string[] {
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

/** Lots and bidders of a stored row that have no place in its round. Names in a call or a correction are no bids. */
function findUnplacedParts({ kind, opens, lots, bidders }: NoticeParts, roundLots: readonly NamedLot[]): string[] {
  const field = new FieldReader({ lots, bidders }, '', []);
  const labelled = {
    lots: field.list('lots', (lot) => ({ lotNo: lot.text('lot_no'), name: lot.text('name') })),
    bidders: AFTER_THE_CALL.has(kind) ? field.list('bidders', (bidder) => ({ lotNo: bidder.text('lot_no') })) : [],
  };
  return listUnplacedLabels(labelled, roundLots, opens);
}

listUnreadParts.contribute((row, lots) => [...findUnreadKeys(row), ...findUnplacedParts(row, lots)]);
