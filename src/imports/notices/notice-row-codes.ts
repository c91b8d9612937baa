import keys from './data/notice-row-keys.json' with { type: 'json' };

/** Keys of a row. The second group is kept with the row though not yet used, `project_no` and `source_url` excepted. */
export const ROW_KEYS: ReadonlySet<string> = new Set([...keys.row, ...keys.kept]);

export const LOT_KEYS: ReadonlySet<string> = new Set(keys.lot);

export const BIDDER_KEYS: ReadonlySet<string> = new Set(keys.bidder);
