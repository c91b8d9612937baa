import type { Column } from './columns.js';

/** Chinese words of codes, by the name of the field that holds them (`method`) or by the name before it and its own (`bids.state`). */
export type CodeWords = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Words of closed lists, and of fields that any word may stand in: there what has no word stays as it is. */
export interface TableWords {
  closed: CodeWords;
  open: CodeWords;
}

const TRUTH = { true: '是', false: '否' };

/** The words of the codes of a column; none where it holds no codes, or some that stay as they are. */
export function findColumnWords(list: string, { path, kind, codes }: Column, words: CodeWords): Column['words'] {
  if (kind === 'boolean') return TRUTH;
  if (codes === undefined) return undefined;
  const names = [list, ...path];
  return words[names.slice(-2).join('.')] ?? words[names.at(-1) ?? ''];
}

/** Open fields have their words by the name before theirs too: `action` alone is many things. */
const findOpenWords = (list: string, { path, codes }: Column, words: CodeWords): Column['words'] =>
  codes === undefined ? words[[list, ...path].slice(-2).join('.')] : undefined;

/** A column for who reads Chinese: codes are words, within a list of objects too, and the time is that of the place; its offset says so. */
export const toChineseColumn = (list: string, column: Column, words: TableWords): Column => ({
  ...column,
  isLocal: true,
  words: findColumnWords(list, column, words.closed) ?? findOpenWords(list, column, words.open),
  ...(column.items && { items: column.items.map((item) => toChineseColumn(column.path.at(-1) ?? list, item, words)) }),
});
