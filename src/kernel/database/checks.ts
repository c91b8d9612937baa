import { DATASET } from './dataset.js';

/** Conditions that several tables check, as SQL. */
export const IS_DATASET = `dataset ~ '${DATASET.source}'`;

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: a date as precise as its source. */
export const isPartialDate = (column: string): string => `${column} ~ '^\\d{4}(-\\d\\d(-\\d\\d)?)?$'`;

export const isSha256 = (column: string): string => `${column} ~ '^[0-9a-f]{64}$'`;

export const has32Bytes = (column: string): string => `octet_length(${column}) = 32`;

export const closedListSql = (column: string, values: readonly string[]): string =>
  `${column} IN (${values.map((value) => `'${value}'`).join(', ')})`;
