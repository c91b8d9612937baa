import type { Column } from './columns.js';

/** Chinese words of codes, by the name of the field that holds them (`method`) or by the name before it and its own (`bids.state`). */
export type CodeWords = Readonly<Record<string, Readonly<Record<string, string>>>>;

const TRUTH = { true: '是', false: '否' };

/** The words of the codes of a column; none where it holds no codes, or some that stay as they are. */
export function findColumnWords(list: string, { path, kind, codes }: Column, words: CodeWords): Column['words'] {
  if (kind === 'boolean') return TRUTH;
  if (codes === undefined) return undefined;
  const names = [list, ...path];
  return words[names.slice(-2).join('.')] ?? words[names.at(-1) ?? ''];
}

/** A column for who reads Chinese: codes are words, within a list of objects too, and the time is that of the place; its offset says so. */
export const toChineseColumn = (list: string, column: Column, words: CodeWords): Column => ({
  ...column,
  isLocal: true,
  words: findColumnWords(list, column, words),
  ...(column.items && { items: column.items.map((item) => toChineseColumn(column.path.at(-1) ?? list, item, words)) }),
});
