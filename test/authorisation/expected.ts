import { readFileSync } from 'node:fs';

/** The columns of `expected.txt`, in its order. */
export const COLUMNS = [
  'bureau_officer',
  'bureau_approver',
  'procurement_agent',
  'agency_manager',
  'agency_worker',
  'panel_member',
  'evaluator',
  'community_worker',
  'finance_authority',
  'supervisor',
  'integrator',
  'admin',
  'system_admin',
  'auditor',
] as const;
export type Column = (typeof COLUMNS)[number];

const LETTERS = ['y', 'n', 'h', 'u', '-'] as const;
export type Letter = (typeof LETTERS)[number];

/** What one row expects of its routes on its resource. */
export interface Row {
  what: string;
  resource: string;
  cells: Record<Column, { tied: Letter; other: Letter }>;
  nobody: Letter;
  routes: string[];
}

/** Reads the table that was written by hand; a line that it does not understand stops the run. */
export function readExpected(): Row[] {
  const lines = readFileSync(new URL('./expected.txt', import.meta.url), 'utf8').split('\n');
  const rows: Row[] = [];
  for (const line of lines.slice(lines.findIndex((l) => l.startsWith('== ')))) {
    if (line === '' || line.startsWith('== ')) continue;
    if (line.startsWith('  ')) rows.at(-1)?.routes.push(line.trim());
    else rows.push(rowOf(line));
  }
  return rows;
}

function rowOf(line: string): Row {
  const [what = '', resource = '', cells = '', nobody = ''] = line.split('|').map((part) => part.trim());
  const pairs = cells.split(/\s+/);
  if (pairs.length !== COLUMNS.length) throw new Error(`${pairs.length} columns: ${line}`);
  const of = (letter: string | undefined): Letter => {
    const known = LETTERS.find((l) => l === letter);
    if (known === undefined) throw new Error(`the letter ${String(letter)}: ${line}`);
    return known;
  };
  const read = COLUMNS.map((column, i) => [column, { tied: of(pairs[i]?.[0]), other: of(pairs[i]?.[1]) }] as const);
  return { what, resource, cells: Object.fromEntries(read) as Row['cells'], nobody: of(nobody), routes: [] };
}
