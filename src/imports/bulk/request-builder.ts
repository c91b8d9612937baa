import type { FieldError } from '../../kernel/errors/problem.js';
import { cellFault, type CellValue } from './cells.js';
import type { ReadRow, SaidValue } from './row-reader.js';

/** No purchase has so many lots: a row that says more is a mistake, and is not looked at further. */
const MOST_PARTS = 500;

/** Rows that are one request. */
export interface BuiltRequest {
  rows: readonly ReadRow[];
  request: Record<string, unknown>;
  /** Faults of rows by their lines. */
  faults: Map<number, FieldError[]>;
  /** The line and the cell of a place in the request. */
  findCell(pointer: string): { line: number; pointer: string };
}

const isSame = (a: CellValue, b: CellValue): boolean => JSON.stringify(a) === JSON.stringify(b);

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

/**
 * Makes one request of the rows of one external id: each adds its part to the list, and what they say of the whole they say
 * alike.
 */
export function buildRequest(rows: readonly ReadRow[], joins?: string): BuiltRequest {
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
      if (earlier && !isSame(earlier.said.value, value.value)) addFault(line, cellFault(value.pointer, 'rows_differ'));
      if (earlier) continue;
      cells.set(at, { line, said: value });
      placeValue(request, at, value.value);
    }
  }
  if (parts > MOST_PARTS) addFault(rows[0]?.line ?? 0, cellFault(`/${joins}`, 'too_many_parts'));
  const findCell = (pointer: string): { line: number; pointer: string } => {
    for (let place = pointer; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) {
      const cell = cells.get(place) ?? [...cells].find(([at]) => at.startsWith(`${place}/`))?.[1];
      if (cell) return { line: cell.line, pointer: cell.said.pointer };
    }
    return { line: rows[0]?.line ?? 0, pointer };
  };
  return { rows, request, faults, findCell };
}
