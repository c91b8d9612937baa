import type { FieldError } from '../../kernel/errors/problem.js';
import type { BulkKind } from './bulk-kind.js';
import { cellFault, type CellValue } from './read-cell.js';
import type { BulkColumn } from './columns.js';
import type { ReadRow, SaidValue } from './row-reader.js';

/** No purchase has so many lots: a row that says more is a mistake, and is not looked at further. */
const MOST_PARTS = 500;

/** Rows that are one request. */
export interface BuiltRequest {
  rows: readonly ReadRow[];
  request: Record<string, unknown>;
  /** Faults of rows by their lines. */
  faults: Map<number, FieldError[]>;
  /** Whether rows say anything at a place in the request, or below it. */
  hasValue(place: string): boolean;
  /** The line and the cell of a place in the request; of a place that no column fills the row alone. */
  findCell(place: string): { line: number; pointer: string };
}

export const isSameValue = (a: CellValue, b: CellValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Puts a value where a pointer says; lists are made as they are needed. */
function placeValue(target: Record<string, unknown>, at: string, value: unknown): void {
  const path = at.slice(1).split('/');
  let inner = target;
  for (const [i, step] of path.slice(0, -1).entries()) {
    inner[step] ??= /^\d+$/.test(path[i + 1] ?? '') ? [] : {};
    inner = inner[step] as Record<string, unknown>;
  }
  inner[path.at(-1) ?? ''] = value;
}

type Cells = ReadonlyMap<string, { line: number; said: SaidValue }>;

/** The column of a place in the request, or the first that lies below it, whatever part of the list it is. */
function findColumn({ columns, joins }: Pick<BulkKind, 'columns' | 'joins'>, place: string): BulkColumn | undefined {
  const at = joins === undefined ? place : place.replace(new RegExp(`^/${joins}/\\d+/`), `/${joins}/0/`);
  const getPlace = (column: BulkColumn): string => column.at ?? `/${column.key}`;
  return (
    columns.find((column) => getPlace(column) === at) ?? columns.find((column) => getPlace(column).startsWith(`${at}/`))
  );
}

/** What is wrong with the parts as a list is their names: the first that stood there before, in the column of names. */
function findDuplicate(cells: Cells, { columns, joins }: Pick<BulkKind, 'columns' | 'joins'>) {
  const name = columns
    .find(({ at = '' }) => at.startsWith(`/${joins}/0/`))
    ?.at?.split('/')
    .at(-1);
  const met = new Set<string>();
  const named = [...cells].filter(([at]) => new RegExp(`^/${joins}/\\d+/${name}$`).test(at)).map(([, cell]) => cell);
  const cell = named.find(({ said }) => met.size === met.add(JSON.stringify(said.value)).size) ?? named[0];
  return cell && { line: cell.line, pointer: cell.said.pointer };
}

/**
 * Makes one request of the rows of one external id: each adds its part to the list, and what they say of the whole they say
 * alike.
 */
export function buildRequest(rows: readonly ReadRow[], kind: Pick<BulkKind, 'columns' | 'joins'>): BuiltRequest {
  const { joins } = kind;
  const request: Record<string, unknown> = {};
  const cells = new Map<string, { line: number; said: SaidValue }>();
  const faults = new Map<number, FieldError[]>();
  const addFault = (line: number, fault: FieldError) => {
    const ofLine = faults.get(line);
    if (ofLine) ofLine.push(fault);
    else faults.set(line, [fault]);
  };
  let parts = 0;
  for (const { line, said, errors } of rows) {
    for (const error of errors) addFault(line, error);
    const before = parts;
    for (const value of said) {
      const [, list, no = '', rest = ''] = /^\/(\w+)\/(\d+)(\/.*)$/.exec(value.at) ?? [];
      const isPart = joins !== undefined && list === joins;
      const at = isPart ? `/${list}/${before + Number(no)}${rest}` : value.at;
      if (isPart) parts = Math.max(parts, before + Number(no) + 1);
      const earlier = cells.get(at);
      if (earlier && !isSameValue(earlier.said.value, value.value))
        addFault(line, cellFault(value.pointer, 'rows_differ'));
      if (earlier) continue;
      cells.set(at, { line, said: value });
      placeValue(request, at, value.value);
    }
  }
  if (parts > MOST_PARTS) addFault(rows[0]?.line ?? 0, cellFault(`/${joins}`, 'too_many_parts'));
  /** Of a part in a row of its own, or in a list that one row gives whole. */
  const findEmptyCell = (place: string, { key }: BulkColumn): { line: number; pointer: string } => {
    const end = place.lastIndexOf('/');
    const beside = end === 0 ? undefined : [...cells].find(([at]) => at.startsWith(place.slice(0, end + 1)))?.[1];
    const pointer =
      joins !== undefined && beside?.said.pointer.startsWith(`/${joins}/`)
        ? beside.said.pointer.replace(/[^/]*$/, place.slice(end + 1))
        : `/${key}`;
    return { line: (beside ?? rows[0])?.line ?? 0, pointer };
  };
  const findCell = (pointer: string): { line: number; pointer: string } => {
    const again = pointer === `/${joins}` ? findDuplicate(cells, kind) : undefined;
    if (again) return again;
    for (let place = pointer; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) {
      const cell = cells.get(place);
      if (cell) return { line: cell.line, pointer: cell.said.pointer };
      const beside = [...cells].find(([at]) => at.startsWith(`${place}/`))?.[1];
      const column = beside ? undefined : findColumn(kind, place);
      if (column) return findEmptyCell(place, column);
      if (beside) return { line: beside.line, pointer: beside.said.pointer };
    }
    return { line: rows[0]?.line ?? 0, pointer: pointer === `/${joins}` ? pointer : '' };
  };
  const hasValue = (place: string): boolean => [...cells.keys()].some((at) => `${at}/`.startsWith(`${place}/`));
  return { rows, request, faults, findCell, hasValue };
}
