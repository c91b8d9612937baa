var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { flagsAsCsv } from './flag.csv.js';
import { FlagsQueries } from './flags.queries.js';
/** Rows of one statement of an export. */
const PAGE = 200;
const URL_OF_EXPORT = 'flags';
/** A list of flags in the form that was asked for: a page as JSON, or everything that matches as CSV. */
let FlagsExport = class FlagsExport {
    queries;
    constructor(queries) {
        this.queries = queries;
    }
    async answer(accept, principal, query, url, lang) {
        if (!prefersCsv(accept))
            return this.queries.list(principal, query, url, lang);
        const first = await this.queries.list(principal, { ...query, limit: PAGE }, URL_OF_EXPORT, lang);
        const pages = this.pages(first, principal, query, lang);
        return new StreamableFile(Readable.from(flagsAsCsv(pages), { objectMode: false }), {
            type: 'text/csv; charset=utf-8',
            disposition: 'attachment; filename="flags.csv"',
        });
    }
    /** The first page was read before the answer began, so that a refusal is still a refusal. */
    async *pages(first, principal, query, lang) {
        let page = first;
        yield page.items;
        while (page.next !== null) {
            const cursor = new URLSearchParams(page.next.split('?')[1]).get('cursor') ?? undefined;
            page = await this.queries.list(principal, { ...query, limit: PAGE, ...(cursor && { cursor }) }, URL_OF_EXPORT, lang);
            yield page.items;
        }
    }
};
FlagsExport = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [FlagsQueries])
], FlagsExport);
export { FlagsExport };
/** CSV where it is named and JSON is not named before it. */
export function prefersCsv(accept) {
    const types = (accept ?? '').split(',').map((part) => part.trim().toLowerCase());
    const weight = (name) => {
        const found = types.find((type) => type === name || type.startsWith(`${name};`));
        if (found === undefined)
            return 0;
        return Number(/;\s*q=([\d.]+)/.exec(found)?.[1] ?? 1);
    };
    return weight('text/csv') > weight('application/json');
}
//# sourceMappingURL=flags.export.js.map