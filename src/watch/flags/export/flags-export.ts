import { Injectable, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { FlagDto, FlagListDto, FlagQuery } from '../flag.dto.js';
import { flagsAsCsv } from './flag-csv.js';
import { FlagsQueries } from '../flags.queries.js';

/** Rows of one statement of an export. */
const PAGE = 200;
const URL_OF_EXPORT = 'flags';

/** A list of flags in the form that was asked for: a page as JSON, or everything that matches as CSV. */
@Injectable()
export class FlagsExport {
  constructor(private readonly queries: FlagsQueries) {}

  async answer(
    accept: string | undefined,
    principal: Principal,
    query: FlagQuery,
    url: string,
    lang: Language,
  ): Promise<FlagListDto | StreamableFile> {
    if (!prefersCsv(accept)) return this.queries.list(principal, query, url, lang);
    const first = await this.queries.list(principal, { ...query, limit: PAGE }, URL_OF_EXPORT, lang);
    const pages = this.pages(first, principal, query, lang);
    return new StreamableFile(Readable.from(flagsAsCsv(pages), { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="flags.csv"',
    });
  }

  /** The first page was read before the answer began, so that a refusal is still a refusal. */
  private async *pages(
    first: FlagListDto,
    principal: Principal,
    query: FlagQuery,
    lang: Language,
  ): AsyncGenerator<readonly FlagDto[]> {
    let page = first;
    yield page.items;
    while (page.next !== null) {
      const cursor = new URLSearchParams(page.next.split('?')[1]).get('cursor') ?? undefined;
      page = await this.queries.list(
        principal,
        { ...query, limit: PAGE, ...(cursor && { cursor }) },
        URL_OF_EXPORT,
        lang,
      );
      yield page.items;
    }
  }
}

/** CSV where it is named and JSON is not named before it. */
export function prefersCsv(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((part) => part.trim().toLowerCase());
  const weight = (name: string): number => {
    const found = types.find((type) => type === name || type.startsWith(`${name};`));
    if (found === undefined) return 0;
    return Number(/;\s*q=([\d.]+)/.exec(found)?.[1] ?? 1);
  };
  return weight('text/csv') > weight('application/json');
}
