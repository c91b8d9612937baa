import type { FlagDto } from '../flag.dto.js';

const COLUMNS: readonly [header: string, value: (flag: FlagDto) => string | number | null][] = [
  ['id', (flag) => flag.id],
  ['indicator', (flag) => flag.indicator],
  ['severity', (flag) => flag.severity],
  ['state', (flag) => flag.state],
  ['dataset', (flag) => flag.dataset],
  ['region', (flag) => flag.region],
  ['rootCauseType', (flag) => flag.rootCause.type],
  ['rootCause', (flag) => flag.rootCause.label],
  ['subjects', (flag) => flag.subjects.count],
  ['title', (flag) => flag.title],
  ['explanation', (flag) => flag.explanation],
  ['limitation', (flag) => flag.limitation],
  ['assignee', (flag) => flag.assignee],
  ['dueOn', (flag) => flag.dueOn],
  ['openedAt', (flag) => flag.openedAt],
];

/** RFC 4180. A text that a spreadsheet would take for a formula is led by an apostrophe. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** With a byte order mark: without it spreadsheets read Chinese text in a code page of their own. */
export async function* flagsAsCsv(pages: AsyncIterable<readonly FlagDto[]>): AsyncGenerator<string> {
  yield `\uFEFF${line(COLUMNS.map(([header]) => header))}`;
  for await (const page of pages) yield page.map((flag) => line(COLUMNS.map(([, value]) => value(flag)))).join('');
}
