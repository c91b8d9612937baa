import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { AnyTextUpTo, IntegerBetween } from '../validation/fields.js';
import { isPlainDate } from '../../clock/plain-date.js';
import type { Sql } from '../../database/sql.js';
import { Problem } from '../../errors/problem.js';
import { splitUrl } from '../url.js';

/** Whole numbers arrive as text in a query; anything else stays as it is and is refused by `@IsInt()`. */
export const QueryInt = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
  );

/** What every list takes. */
export class PageQuery {
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 200, default: 50, description: 'How many items at most.' })
  @QueryInt()
  @IntegerBetween(1, 200, 'optional')
  limit?: number;

  @ApiPropertyOptional({
    type: String,
    description:
      'Opaque; from the `next` link of the page before. In an order by what changes (`updatedSince`, `sort=deadline`), what changed in between is met again, or not at all.',
  })
  @AnyTextUpTo(2000, 'optional')
  cursor?: string;
}

export interface List<T> {
  items: T[];
  next: string | null;
}

/** One column of the order. A row whose column changes between two pages is met twice, or where it moves back not at all. */
export interface KeyColumn {
  /** SQL expression, e.g. `t.created_at`. */
  column: string;
  /** SQL type its text is cast back to, e.g. `timestamptz`; the text keeps microseconds. */
  type: 'timestamptz' | 'uuid' | 'bigint' | 'integer' | 'date' | 'text';
  /** An instant that may never come. */
  endless?: boolean;
}

const DEFAULT_LIMIT = 50;

/**
 * The text a cursor stands for. A cursor is only encoded, so that its text may be anybody's.
 * @throws Problem `bad_cursor` where PostgreSQL cannot hold it
 */
export function readCursorPlace(cursor: string): string {
  const place = Buffer.from(cursor.split('.', 1)[0] ?? '', 'base64url').toString('utf8');
  if (place.includes('\0')) throw new Problem('bad_cursor');
  return place;
}

const NO_FILTERS: readonly string[] = ['cursor', 'limit', 'fields', 'expand'];

/** A list is its address with its filters; how many items a page has, and what of them, makes no other one. */
function formatListAddress(path: string, parameters: URLSearchParams): string {
  const filters = [...parameters].filter(([name]) => !NO_FILTERS.includes(name)).sort();
  return filters.length === 0 ? path : `${path}?${new URLSearchParams(filters).toString()}`;
}

/** A cursor names its list: a place in one list means nothing in another. */
const listMark = (path: string): string => createHash('sha256').update(path).digest('base64url').slice(0, 8);

export function decodeCursor(cursor: string, columns: number): string[] {
  try {
    const values: unknown = JSON.parse(readCursorPlace(cursor));
    if (Array.isArray(values) && values.length === columns && values.every((v) => typeof v === 'string')) return values;
  } catch {
    // falls through to the refusal
  }
  throw new Problem('bad_cursor');
}

/**
 * Keyset pagination over an SQL query. Adds the cursor's condition to `sql` and says how to order, what to select and how
 * to cut the page:
 *
 *     const page = keyset(query, [{ column: 't.created_at', type: 'timestamptz' }, { column: 't.id', type: 'uuid' }], 'DESC', sql);
 *     const rows = await manager.query(`SELECT …, ${page.select} FROM … WHERE ${sql.where} ${page.order}`, sql.params);
 *     return page.list(rows, url, TenderDto.of);
 */
export function keyset(query: PageQuery, columns: readonly KeyColumn[], direction: 'ASC' | 'DESC', sql: Sql) {
  if (query.cursor !== undefined) {
    const values = decodeCursor(query.cursor, columns.length);
    const left = columns.map((c) => c.column).join(', ');
    const right = columns
      .map((c, i) => `${sql.p(castable(values[i] as string, c.type, c.endless === true))}::${c.type}`)
      .join(', ');
    sql.and(`(${left}) ${direction === 'ASC' ? '>' : '<'} (${right})`);
  }
  return buildPage(query, columns, direction);
}

/** The same for rows that begin behind the cursor already. */
export function buildPage(query: PageQuery, columns: readonly KeyColumn[], direction: 'ASC' | 'DESC') {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const sorted = `ORDER BY ${columns.map((c) => `${c.column} ${direction}`).join(', ')}`;
  return {
    limit,
    /** The cursor's values as text, in a column named `page_key`. */
    select: `jsonb_build_array(${columns.map((c) => `${c.column}::text`).join(', ')})::text AS page_key`,
    /** The order without its limit: for a text that is the same for each. */
    sorted,
    order: `${sorted} LIMIT ${limit + 1}`,
    list<R extends { page_key: string }, T>(rows: readonly R[], url: string, of: (row: R) => T): List<T> {
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(of),
        next: rows.length > limit && last ? nextLink(url, last.page_key) : null,
      };
    },
  };
}

const TIME = /^(\S{10}) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?\+00$/;

/** What PostgreSQL can cast back. */
const CASTABLE: Record<KeyColumn['type'], (text: string) => boolean> = {
  timestamptz: (text) => isPlainDate(TIME.exec(text)?.[1]),
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
  bigint: (text) => /^-?\d{1,18}$/.test(text),
  integer: (text) => /^-?\d{1,9}$/.test(text),
  date: isPlainDate,
  text: (text) => !text.includes('\0') && text.isWellFormed(),
};

function castable(value: string, type: KeyColumn['type'], isEndless: boolean): string {
  if (!CASTABLE[type](value) && !(isEndless && value === 'infinity')) throw new Problem('bad_cursor');
  return value;
}

/** Opaque to clients: the text to read on from, and the list it is a place of. */
export const encodeCursor = (path: string, place: string): string =>
  `${Buffer.from(place).toString('base64url')}.${listMark(path)}`;

/** The address of the next page. */
export function nextLink(url: string, place: string): string {
  const { path, search } = splitUrl(url);
  const parameters = new URLSearchParams(search);
  parameters.set('cursor', encodeCursor(formatListAddress(path, parameters), place));
  return `${path}?${parameters.toString()}`;
}

/** The address of this request, for the `next` link. A cursor in it must be one of this list. */
export const ListUrl = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const url = context.switchToHttp().getRequest<Request>().originalUrl;
  const { path, search } = splitUrl(url);
  const parameters = new URLSearchParams(search);
  const cursor = parameters.get('cursor');
  if (cursor !== null && !cursor.endsWith(`.${listMark(formatListAddress(path, parameters))}`))
    throw new Problem('bad_cursor');
  return url;
});
