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
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Settings } from '../config/settings.js';
const missing = (error) => error.code === 'ENOENT';
/**
 * Files in one local folder. A file arrives under `incoming/`, and moves to its place by an atomic rename once its row is
 * committed. A crash between the two leaves the file in `incoming/`, where reading still finds it and the sweep settles it.
 */
let DocumentStore = class DocumentStore {
    folder;
    constructor(settings) {
        this.folder = settings.documentsDir ?? join(settings.dataDir, 'documents');
    }
    /** Where a file of this id is written first. What is no document goes by `discard`; the sweep forgets what a crash left. */
    async incoming(id) {
        const folder = join(this.folder, 'incoming');
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return join(folder, id);
    }
    async keep(id) {
        const place = this.place(id);
        await mkdir(join(place, '..'), { recursive: true, mode: 0o700 });
        await rename(await this.incoming(id), place);
    }
    async discard(id) {
        await rm(await this.incoming(id), { force: true });
    }
    async open(id) {
        try {
            return await open(this.place(id), 'r');
        }
        catch (error) {
            if (!missing(error))
                throw error;
            return open(await this.incoming(id), 'r');
        }
    }
    /** Ids that have waited in `incoming/` since before `before`. */
    async stranded(before) {
        const stranded = [];
        for (const id of await readdir(join(this.folder, 'incoming')).catch(() => [])) {
            const found = await stat(await this.incoming(id)).catch(() => null);
            if (found && found.mtime < before)
                stranded.push(id);
        }
        return stranded;
    }
    place(id) {
        return join(this.folder, id.slice(0, 2), id);
    }
};
DocumentStore = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Settings])
], DocumentStore);
export { DocumentStore };
//# sourceMappingURL=document-store.js.map