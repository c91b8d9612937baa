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
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Settings } from '../../platform/config/settings.js';
import { DocumentStore } from '../../platform/documents/document-store.js';
import { Problem } from '../../platform/errors/problem.js';
import { isUtf8 } from '../../platform/http/body.js';
import { IdempotentRequests, keyOf } from '../../platform/http/idempotent-requests.js';
import { mustFit, spool } from './spool.js';
const LINES = ['application/x-ndjson', 'application/jsonl', 'application/x-jsonlines'];
/** The bodies of requests that are files of lines of JSON. */
let Uploads = class Uploads {
    settings;
    store;
    requests;
    constructor(settings, store, requests) {
        this.settings = settings;
        this.store = store;
        this.requests = requests;
    }
    /**
     * Does the work once the file has arrived: no connection is held and no key is locked while it comes in. What is refused
     * is still read to its end, so that the caller can read the answer; what stands still is not waited for.
     */
    async once({ request, response, parameters, work }) {
        const id = randomUUID();
        try {
            const key = keyOf(request);
            const refusal = refusalOf(request);
            // A refusal is remembered under its key, for which the content has to be known.
            if (refusal && key === undefined)
                throw refusal;
            const { importMaxBytes: maxBytes, importIdleSeconds } = this.settings;
            mustFit(request, maxBytes);
            const path = refusal ? null : await this.store.incoming(id);
            const sha256 = await spool(request, path, { maxBytes, idleMs: importIdleSeconds * 1000 });
            const type = request.headers['content-type']?.toLowerCase() ?? null;
            return await this.requests.once({
                request,
                response,
                body: () => Promise.resolve(JSON.stringify([...parameters, type, sha256])),
                work: () => (path === null ? Promise.reject(refusal) : work(contentOf(path))),
            });
        }
        catch (error) {
            if (error instanceof Problem && error.code === 'upload_stalled')
                response.setHeader('Connection', 'close');
            request.resume();
            throw error;
        }
        finally {
            await this.store.discard(id).catch(() => undefined);
        }
    }
};
Uploads = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Settings,
        DocumentStore,
        IdempotentRequests])
], Uploads);
export { Uploads };
function refusalOf(request) {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    const taken = request.is(LINES) && isUtf8(request) && encoding === 'identity';
    return taken ? null : new Problem('unsupported_media_type');
}
/** Opened when it is read, and closed however the reading ends. */
async function* contentOf(path) {
    yield* createReadStream(path);
}
//# sourceMappingURL=uploads.js.map