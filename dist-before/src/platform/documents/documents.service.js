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
import { actingBody } from '../access/acting.js';
import { Settings } from '../config/settings.js';
import { Transactions } from '../database/transactions.js';
import { Problem } from '../errors/problem.js';
import { IdempotentRequests, keyOf } from '../http/idempotent-requests.js';
import { DocumentReferences } from './document-references.js';
import { DocumentStore } from './document-store.js';
import { receiveFile } from './document-upload.js';
import { FileExaminer } from './examination/file-examiner.js';
const view = (row) => ({
    id: row.id,
    name: row.name,
    mediaType: row.media_type,
    size: Number(row.size),
    sha256: row.sha256,
    uploadedBy: row.uploaded_by,
    organisation: row.organisation_id,
    createdAt: row.created_at.toISOString(),
});
/** After this long in `incoming/` no upload is still running. */
const STRANDED_MS = 24 * 60 * 60 * 1000;
let DocumentsService = class DocumentsService {
    settings;
    transactions;
    store;
    references;
    requests;
    examiner;
    constructor(settings, transactions, store, references, requests, examiner) {
        this.settings = settings;
        this.transactions = transactions;
        this.store = store;
        this.references = references;
        this.requests = requests;
        this.examiner = examiner;
    }
    async onApplicationBootstrap() {
        await this.sweep(new Date(Date.now() - STRANDED_MS));
    }
    /**
     * Stores the file of a request. The same file sent again by the same body is the same document. A key is looked at when
     * the file has arrived: its content tells one request from another, and no connection is held while it comes in.
     */
    async upload(principal, request, response) {
        keyOf(request);
        const id = randomUUID();
        const path = await this.store.incoming(id);
        try {
            const received = await receiveFile(request, path, this.settings.documentMaxBytes);
            const { sha256, name, declaredType, organisation } = received;
            const body = JSON.stringify([sha256, name, declaredType, organisation ?? null]);
            const work = () => this.add(principal, id, path, received);
            return await this.requests.once({ request, response, body: () => Promise.resolve(body), work });
        }
        finally {
            // A file whose row was not committed goes; where this cannot be known now, the sweep settles it.
            await this.settle(id).catch(() => undefined);
        }
    }
    async add(principal, id, path, received) {
        const body = actingBody(principal, 'document.write', received.organisation, '/organisation');
        const { name, declaredType, size } = received;
        const { mediaType } = await this.examiner.mustTake({ path, key: null, size, name, declaredType });
        return view(await this.insert(principal, id, body, mediaType, received));
    }
    async one(scope, id) {
        const [readable] = await this.references.readable(scope, [id]);
        if (readable === undefined)
            throw new Problem('not_found');
        const [row] = await this.transactions.reader.query(`SELECT * FROM document WHERE id = $1`, [id]);
        return view(row);
    }
    async content(scope, id) {
        const document = await this.one(scope, id);
        return { document, file: await this.store.open(id) };
    }
    /** Settles what a crash left behind: a file whose row was committed moves to its place, any other goes. */
    async sweep(before) {
        for (const id of await this.store.stranded(before))
            await this.settle(id);
    }
    async settle(id) {
        const rows = await this.transactions.reader.query(`SELECT 1 FROM document WHERE id::text = $1`, [id]);
        await (rows.length > 0 ? this.store.keep(id) : this.store.discard(id));
    }
    insert(principal, id, body, mediaType, received) {
        return this.transactions.run(principal, async (tx) => {
            const content = [body, received.sha256, received.name, mediaType];
            const [row] = await tx.query(`INSERT INTO document (id, uploaded_by, size, organisation_id, sha256, name, media_type)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organisation_id, sha256, name, media_type) DO NOTHING
         RETURNING *`, [id, principal.id, received.size, ...content]);
            if (row) {
                const { size, sha256 } = received;
                const data = { mediaType, size, sha256 };
                await tx.record({ aggregate: 'document', id, action: 'uploaded', data, tenants: [body] });
                return row;
            }
            const [before] = await tx.query(`SELECT * FROM document WHERE organisation_id = $1 AND sha256 = $2 AND name = $3 AND media_type = $4`, content);
            return before;
        });
    }
};
DocumentsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Settings,
        Transactions,
        DocumentStore,
        DocumentReferences,
        IdempotentRequests,
        FileExaminer])
], DocumentsService);
export { DocumentsService };
//# sourceMappingURL=documents.service.js.map