import { Logger } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../errors/problem.js';
import { chooseLanguage } from '../../errors/texts.js';
import { findListItem, listOperations } from '../../openapi/operations.js';
import { throttleAddress } from '../address.js';
import { toNetwork } from '../network.js';
import { splitUrl } from '../url.js';
import { toChineseColumn, type TableWords } from './chinese-cells.js';
import { listColumns, type Column } from './columns.js';
import { writeCsv } from './csv.js';
import { readFurtherPage, type RouteHandler, type Takers } from './further-page.js';
import { formatHeading } from './headings.js';
import { chooseFields, FIELDS, pickFields } from './chosen-fields.js';
import { expandPage, chooseExpansion, EXPAND, type NamedKinds, type ReadObjects } from './expanded-objects.js';
import { chooseForm, FORMAT, mayAskForm, TABLE_TYPES, type TableForm } from './table-form.js';
import { writeXlsx } from './xlsx.js';

/** A list as a table. */
interface Table {
  /** The last word of its address that is no parameter. */
  name: string;
  columns: readonly Column[];
  /** Whether its pages have a size. */
  hasLimit: boolean;
}

interface Page {
  items: readonly object[];
  next: string | null;
}

/** Rows of one page, where the caller names no other number. */
const PAGE_ROWS = '200';
/** More rows than any list of a province has in a year; a file that would go on is broken off, never ended. */
const MAX_ROWS = 5_000_000;

/** Tables that one account, or one network without an account, is sent at a time. */
const MOST_AT_ONCE = 4;
/** Seconds after which another may be asked for. */
const RETRY_SECONDS = 5;

const log = new Logger('tables');

/** Pages that a stranger asks for are whole ones: each costs what a page costs, and the table has all rows whatever their size. */
const isTooSmall = ({ query: { limit }, headers }: Request): boolean =>
  headers.authorization === undefined &&
  typeof limit === 'string' &&
  /^[1-9]\d{0,2}$/.test(limit) &&
  Number(limit) < Number(PAGE_ROWS);

const isPage = (body: unknown): body is Page => {
  const { items, next } = (body ?? {}) as Partial<Page>;
  return Array.isArray(items) && next !== undefined;
};

/** Tables by the paths of their lists. */
export type Tables = ReadonlyMap<string, Table>;

/** What of the items of a page is asked for; null: everything, and no objects besides. */
interface Asked {
  fields: ReadonlySet<string> | null;
  expanded: readonly string[] | null;
}

/**
 * Answers each list as CSV or XLSX too, from its first page to its last, while the client reads; and of its items what is
 * asked for, with the objects they name.
 */
export class ListTables {
  private readonly takers: Takers = new WeakMap();
  private readonly underWay = new Map<string, number>();
  private readonly asked = new WeakMap<Response, Asked>();

  constructor(
    private readonly findTables: () => Tables,
    private readonly loadToday: () => Promise<string>,
    private readonly namedKinds: NamedKinds,
    private readonly readObjects: ReadObjects,
    private readonly words: TableWords,
  ) {}

  /** What takes the answer of a handler in place of the connection, if anything does. */
  findTaker(response: Response): ((body: unknown) => unknown) | undefined {
    return this.takers.get(response);
  }

  /** What shapes the answer of a handler, if anything does. */
  findShaper(response: Response): ((body: unknown) => Promise<unknown>) | undefined {
    const asked = this.asked.get(response);
    return asked && ((body) => this.shapePage(response.req, body, asked));
  }

  /** The members of its items that were asked for, and the objects that the items name. */
  private async shapePage(request: Request, body: unknown, { fields, expanded }: Asked): Promise<unknown> {
    if (!isPage(body)) return body;
    const read = (field: string, ids: readonly string[]) =>
      this.readObjects(request, this.namedKinds[field] ?? '', ids);
    const whole = expanded === null ? body : await expandPage(body, expanded, read);
    return fields === null ? whole : pickFields(whole, fields);
  }

  /** Serves a request to a route of this path: by its handler, as a table or with some fields where that is asked for. */
  serve(path: string, handler: RouteHandler, request: Request, response: Response, next: NextFunction): unknown {
    const isShaped = FIELDS in request.query || EXPAND in request.query;
    const table = isShaped || mayAskForm(request) ? this.findTable(path) : undefined;
    if (table === undefined) return handler(request, response, next);
    let form: TableForm | null;
    let asked: Asked;
    try {
      form = chooseForm(request);
      asked = {
        fields: chooseFields(request, table.columns),
        expanded: chooseExpansion(request, table.columns, this.namedKinds, form !== null),
      };
    } catch (problem) {
      response.vary('Accept');
      next(problem);
      return;
    }
    if (form === null) {
      if (isShaped) this.asked.set(response, asked);
      dropParameters(request, FIELDS, EXPAND);
      return handler(request, response, next);
    }
    const columns = table.columns.filter(({ path: [field = ''] }) => asked.fields?.has(field) !== false);
    this.askPages(request, table);
    const walk = (first: Page) => this.walkPages(first, request, response, handler);
    this.takers.set(response, (body) => {
      this.takers.delete(response);
      if (!isPage(body)) throw new Error(`${path} answers no list`);
      return this.takeTurn(request, () => this.write({ ...table, columns }, form, response, walk(body)));
    });
    return handler(request, response, next);
  }

  /** @throws Problem `throttled` where so many tables are on their way to the caller already */
  private async takeTurn(request: Request, send: () => Promise<void>): Promise<void> {
    const caller = request.principal?.id ?? toNetwork(throttleAddress(request));
    const others = this.underWay.get(caller) ?? 0;
    if (others >= MOST_AT_ONCE) throw new Problem('throttled', { retryAfterSeconds: RETRY_SECONDS });
    this.underWay.set(caller, others + 1);
    try {
      await send();
    } finally {
      const left = (this.underWay.get(caller) ?? 1) - 1;
      if (left === 0) this.underWay.delete(caller);
      else this.underWay.set(caller, left);
    }
  }

  /** The request as it would ask for pages of JSON. */
  private askPages(request: Request, { hasLimit }: Table): void {
    dropParameters(request, FORMAT, FIELDS);
    const isOwn = request.query.limit === undefined || isTooSmall(request);
    if (hasLimit && isOwn) request.query.limit = PAGE_ROWS;
    const { path, search } = splitUrl(request.originalUrl);
    const parameters = new URLSearchParams(search);
    parameters.delete(FORMAT);
    parameters.delete(FIELDS);
    if (hasLimit && isOwn) parameters.set('limit', PAGE_ROWS);
    request.originalUrl = `${path}?${parameters.toString()}`;
  }

  private async *walkPages(
    first: Page,
    request: Request,
    response: Response,
    handler: RouteHandler,
  ): AsyncGenerator<readonly unknown[]> {
    let page = first;
    for (let rows = page.items.length; ; rows += page.items.length) {
      if (rows > MAX_ROWS) throw new Error(`a table of more than ${MAX_ROWS} rows`);
      yield page.items;
      if (page.next === null) return;
      const body = await readFurtherPage({ request, response, handler, takers: this.takers }, page.next);
      if (!isPage(body)) throw new Error('a further page is no list');
      page = body;
    }
  }

  private async write(
    { name, columns: declared }: Table,
    form: TableForm,
    response: Response,
    pages: AsyncGenerator<readonly unknown[]>,
  ): Promise<void> {
    const { method, headers, requestId, unrecorded } = response.req;
    const language = chooseLanguage(headers['accept-language']);
    const columns = language === 'zh' ? declared.map((column) => toChineseColumn(name, column, this.words)) : declared;
    const headings = columns.map((column) => formatHeading(name, column, language));
    const today = await this.loadToday();
    response.vary('Accept').vary('Accept-Language');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Type', form === 'csv' ? `${TABLE_TYPES.csv}; charset=utf-8` : TABLE_TYPES.xlsx);
    response.setHeader('Content-Disposition', `attachment; filename="${name}-${today}.${form}"`);
    if (method === 'HEAD') {
      response.end();
      return;
    }
    const source =
      form === 'csv'
        ? Readable.from(writeCsv(headings, columns, pages), { objectMode: false })
        : writeXlsx(name, headings, columns, pages);
    try {
      await pipeline(source, response);
    } catch (error) {
      // The connection is broken off already: a file that is not whole must not look it.
      if (!unrecorded)
        log.warn({ requestId, table: name, error: error instanceof Error ? error.message : String(error) });
    }
  }

  private findTable(path: string): Table | undefined {
    return this.findTables().get(path.replace(/:(\w+)/g, '{$1}'));
  }
}

/** What the handler of a list does not know of. */
function dropParameters(request: Request, ...names: string[]): void {
  const query = Object.fromEntries(Object.entries(request.query).filter(([name]) => !names.includes(name)));
  Object.defineProperty(request, 'query', { value: query, writable: true, configurable: true });
}

/** The document of the API says which routes are lists and what their items hold. */
export function listTables(document: OpenAPIObject): Tables {
  const tables = new Map<string, Table>();
  for (const { method, path, operation } of listOperations(document)) {
    const item = method === 'get' ? findListItem(document, operation) : undefined;
    if (item === undefined) continue;
    const name = path.split('/').findLast((part) => /^[a-z]/.test(part)) ?? 'list';
    const parameters = JSON.stringify(operation.parameters ?? []);
    tables.set(path, {
      name,
      columns: listColumns(document, item),
      hasLimit: /"#\/components\/parameters\/Limit\d*"|"name":"limit"/.test(parameters),
    });
  }
  return tables;
}
