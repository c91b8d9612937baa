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
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Settings } from '../config/settings.js';
import { AlteredFile, FileSealer, newFileKey, SealedFileReader } from '../sealing/sealed-file.js';
import { DocumentStore } from './document-store.js';
import { receiveFile } from './document-upload.js';
import { FileExaminer } from './examination/file-examiner.js';
/**
 * Files that nobody may read for now, in the folder of the documents: sealed while they come in, each under a key of its own
 * that the caller keeps. No row tells of one, its name is random, and it bears no time: that of the folder's last change is
 * taken away with it.
 */
let SealedFiles = class SealedFiles {
    settings;
    store;
    examiner;
    folder;
    constructor(settings, store, examiner) {
        this.settings = settings;
        this.store = store;
        this.examiner = examiner;
        this.folder = join(settings.documentsDir ?? join(settings.dataDir, 'documents'), 'sealed');
    }
    /**
     * Takes the one file of a request in, examines it and asks `accept`; the file is kept only where all of that went well.
     * @throws Problem and then nothing is left in the folder
     */
    async take(request, accept) {
        const file = randomUUID();
        const path = await this.store.incoming(file);
        try {
            const key = newFileKey();
            const sealer = new FileSealer(key);
            const received = await receiveFile(request, path, this.settings.documentMaxBytes, {
                through: sealer,
                fields: [],
            });
            await sealer.fill(path);
            const { name, declaredType, size, sha256 } = received;
            const found = await this.examiner.mustTake({ path, key: key.toString('base64'), size, name, declaredType });
            await accept();
            await this.keep(path, file);
            return { file, key: key.toString('base64'), size, sha256, name, mediaType: found.mediaType, print: found.print };
        }
        finally {
            await this.store.discard(file).catch(() => undefined);
            await untimed(dirname(path));
        }
    }
    async has(file) {
        return (await stat(join(this.folder, file)).catch(() => null)) !== null;
    }
    async remove(file) {
        await rm(join(this.folder, file), { force: true });
        await untimed(this.folder);
    }
    /** Whether it is still, byte for byte, what was taken in. */
    async check({ file, key, size, sha256 }) {
        const hash = createHash('sha256');
        try {
            for await (const part of this.content({ file, key, size }))
                hash.update(part);
        }
        catch (error) {
            if (error instanceof AlteredFile)
                return 'altered';
            if (error.code === 'ENOENT')
                return 'missing';
            throw error;
        }
        return hash.digest('hex') === sha256 ? 'readable' : 'altered';
    }
    /** The content, unsealed while it is read. @throws AlteredFile */
    async *content({ file, key, size }) {
        const handle = await open(join(this.folder, file), 'r');
        try {
            yield* new SealedFileReader(handle, Buffer.from(key, 'base64'), size).content();
        }
        finally {
            await handle.close();
        }
    }
    async keep(path, file) {
        await mkdir(this.folder, { recursive: true, mode: 0o700 });
        await untimed(path);
        await rename(path, join(this.folder, file));
        await untimed(this.folder);
    }
};
SealedFiles = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Settings,
        DocumentStore,
        FileExaminer])
], SealedFiles);
export { SealedFiles };
/** When a file came would tell, beside the rows of the same second, who sent it. */
const untimed = (path) => utimes(path, 0, 0).catch(() => undefined);
//# sourceMappingURL=sealed-files.js.map