var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { createParamDecorator } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { createHash } from 'node:crypto';
import { isPlainDate } from '../clock/plain-date.js';
import { Problem } from '../errors/problem.js';
/** Whole numbers arrive as text in a query; anything else stays as it is and is refused by `@IsInt()`. */
export const QueryInt = () => Transform(({ value }) => typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value);
/** What every list takes. */
export class PageQuery {
    limit;
    cursor;
}
__decorate([
    ApiPropertyOptional({ type: Number, minimum: 1, maximum: 200, default: 50, description: 'How many items at most.' }),
    IsOptional(),
    QueryInt(),
    IsInt(),
    Min(1),
    Max(200),
    __metadata("design:type", Number)
], PageQuery.prototype, "limit", void 0);
__decorate([
    ApiPropertyOptional({ type: String, description: 'Opaque; from the `next` link of the page before.' }),
    IsOptional(),
    IsString(),
    MaxLength(2000),
    __metadata("design:type", String)
], PageQuery.prototype, "cursor", void 0);
const DEFAULT_LIMIT = 50;
/** The text a cursor stands for. */
export const placeOf = (cursor) => Buffer.from(cursor.split('.', 1)[0] ?? '', 'base64url').toString('utf8');
/** A list is its address with its filters; how many items a page has makes no other one. */
function listOf(path, parameters) {
    const filters = [...parameters].filter(([name]) => name !== 'cursor' && name !== 'limit').sort();
    return filters.length === 0 ? path : `${path}?${new URLSearchParams(filters).toString()}`;
}
/** A cursor names its list: a place in one list means nothing in another. */
const listMark = (path) => createHash('sha256').update(path).digest('base64url').slice(0, 8);
export function decodeCursor(cursor, columns) {
    try {
        const values = JSON.parse(placeOf(cursor));
        if (Array.isArray(values) && values.length === columns && values.every((v) => typeof v === 'string'))
            return values;
    }
    catch {
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
export function keyset(query, columns, direction, sql) {
    const limit = query.limit ?? DEFAULT_LIMIT;
    if (query.cursor !== undefined) {
        const values = decodeCursor(query.cursor, columns.length);
        const left = columns.map((c) => c.column).join(', ');
        const right = columns.map((c, i) => `${sql.p(castable(values[i], c.type))}::${c.type}`).join(', ');
        sql.and(`(${left}) ${direction === 'ASC' ? '>' : '<'} (${right})`);
    }
    return {
        /** The cursor's values as text, in a column named `page_key`. */
        select: `jsonb_build_array(${columns.map((c) => `${c.column}::text`).join(', ')})::text AS page_key`,
        order: `ORDER BY ${columns.map((c) => `${c.column} ${direction}`).join(', ')} LIMIT ${limit + 1}`,
        list(rows, url, of) {
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
/** What PostgreSQL can cast back. A cursor is only encoded, so that its text may be anybody's. */
const CASTABLE = {
    timestamptz: (text) => isPlainDate(TIME.exec(text)?.[1]),
    uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
    bigint: (text) => /^-?\d{1,18}$/.test(text),
    integer: (text) => /^-?\d{1,9}$/.test(text),
    date: isPlainDate,
    text: (text) => !text.includes('\0') && text.isWellFormed(),
};
function castable(value, type) {
    if (!CASTABLE[type](value))
        throw new Problem('bad_cursor');
    return value;
}
/** Opaque to clients: the text to read on from, and the list it is a place of. */
export const cursorOf = (path, place) => `${Buffer.from(place).toString('base64url')}.${listMark(path)}`;
/** The address of the next page. */
export function nextLink(url, place) {
    const [path = '', search = ''] = url.split('?', 2);
    const parameters = new URLSearchParams(search);
    parameters.set('cursor', cursorOf(listOf(path, parameters), place));
    return `${path}?${parameters.toString()}`;
}
/** The address of this request, for the `next` link. A cursor in it must be one of this list. */
export const ListUrl = createParamDecorator((_, context) => {
    const url = context.switchToHttp().getRequest().originalUrl;
    const [path = '', search = ''] = url.split('?', 2);
    const parameters = new URLSearchParams(search);
    const cursor = parameters.get('cursor');
    if (cursor !== null && !cursor.endsWith(`.${listMark(listOf(path, parameters))}`))
        throw new Problem('bad_cursor');
    return url;
});
//# sourceMappingURL=list.js.map