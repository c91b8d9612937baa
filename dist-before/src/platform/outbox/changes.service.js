var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { invalid } from '../http/validation.js';
import { ChangeDto } from './changes.dto.js';
import { Feed } from './feed.js';
const DEFAULT_LIMIT = 50;
let ChangesService = class ChangesService {
    feed;
    constructor(feed) {
        this.feed = feed;
    }
    async list(scope, query, url, signal) {
        const after = BigInt(query.after ?? 0);
        if (after > 0n && after > (await this.feed.head()))
            throw invalid('/after', 'beyond_the_end', {
                en: 'the feed has no such position yet; it was taken from another database or from before a restore',
                zh: '变更流中尚无此位置；它来自另一数据库，或来自恢复之前',
            });
        const page = await this.feed.read(scope, {
            after,
            limit: query.limit ?? DEFAULT_LIMIT,
            dataset: query.dataset,
            waitMs: (query.wait ?? 0) * 1000,
            signal,
        });
        const position = Number(page.position);
        return { items: page.rows.map(ChangeDto.of), next: page.more ? nextUrl(url, position) : null, position };
    }
};
ChangesService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Feed])
], ChangesService);
export { ChangesService };
function nextUrl(url, position) {
    const [path = '', search = ''] = url.split('?', 2);
    const parameters = new URLSearchParams(search);
    parameters.set('after', String(position));
    return `${path}?${parameters.toString()}`;
}
//# sourceMappingURL=changes.service.js.map