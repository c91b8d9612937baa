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
import { SealedFiles } from '../../platform/documents/sealed-files.js';
import { BidFileHandles } from './bid-file.handles.js';
/** Files when their bid is opened: each is looked at whole, and what it said of itself at its upload becomes a row. */
let OpenedFiles = class OpenedFiles {
    files;
    handles;
    constructor(files, handles) {
        this.files = files;
        this.handles = handles;
    }
    async examine(tx, bid, { documents }) {
        const found = [];
        for (const [i, { name, size, sha256, file }] of documents.entries()) {
            const sealed = file ? this.handles.uncover(bid, file) : null;
            // Reading many large files takes its time, and a transaction that says nothing for long is ended.
            await tx.query('SELECT 1');
            const state = !file ? 'not_given' : sealed === null ? 'missing' : await this.files.check(sealed);
            found.push({
                ...{ no: i + 1, name, size, sha256, state },
                media_type: sealed?.mediaType ?? null,
                print: sealed?.print ?? null,
                handle: sealed === null ? null : (file ?? null),
            });
        }
        return found;
    }
    /** Of rows of `bid`. */
    async store(tx, files) {
        await tx.query(`INSERT INTO bid_file (bid_id, no, name, size, sha256, state, media_type, print, handle)
       SELECT g.bid, g.no, g.name, g.size, g.sha256, g.state, g.media_type, nullif(g.print, 'null'), g.handle
       FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, no integer, name text, size bigint, sha256 text, state text,
         media_type text, print jsonb, handle text)`, [JSON.stringify(files)]);
    }
};
OpenedFiles = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [SealedFiles,
        BidFileHandles])
], OpenedFiles);
export { OpenedFiles };
/** Files that are not what was uploaded: whose bid it is and which they are is told, and the others open. */
export const alteredOf = (files) => files.filter(({ state }) => state === 'altered' || state === 'missing');
//# sourceMappingURL=opened-files.js.map