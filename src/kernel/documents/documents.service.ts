import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { actingBody } from '../access/acting.js';
import type { Principal } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import { Settings } from '../config/settings.js';
import { Transactions, type Tx } from '../database/transactions.js';
import { Problem } from '../errors/problem.js';
import { IdempotentRequests, readIdempotencyKey } from '../http/idempotency/idempotent-requests.js';
import { defineJob } from '../queue/jobs/job.js';
import { JobRegistry } from '../queue/jobs/job-registry.js';
import { performEach } from '../queue/jobs/perform-each.js';
import { createHeldProblem, DocumentReferences, isHeldBack } from './document-references.js';
import { DocumentStore, isDocumentId } from './document-store.js';
import { receiveFile, type Received } from './document-upload.js';
import { DocumentDto } from './document.dto.js';
import { Antivirus, type MalwareCheck } from './examination/antivirus.js';
import { FileExaminer } from './examination/file-examiner.js';
import { PlainFile } from './examination/plain-file.js';
import { HeldDocuments } from './held-documents.js';
import { barePicture, createPlainPlace } from './pictures/bare-pictures.js';
import type { Document } from './document.entity.js';
import type { StoredRow } from '../database/row-types.js';
import { toView } from '../http/view.js';

type DocumentRow = Pick<
  StoredRow<Document>,
  'id' | 'name' | 'media_type' | 'size' | 'sha256' | 'uploaded_by' | 'organisation_id' | 'created_at' | 'malware_check'
>;

const view = (row: DocumentRow): DocumentDto =>
  toView(DocumentDto, row, {
    size: Number(row.size),
    organisation: row.organisation_id,
  });

/** After this long in `incoming/` no upload is still running. */
const STRANDED_MS = 24 * 60 * 60 * 1000;

/** A process that goes on for months, and others that crash beside it, all write into one folder. */
export const settleStrandedFiles = defineJob({
  kind: 'sweep',
  name: 'settle-stranded-files',
  queue: 'sweeps',
  every: 60 * 60 * 1000,
});

@Injectable()
export class DocumentsService implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly registry: JobRegistry,
    private readonly settings: Settings,
    private readonly transactions: Transactions,
    private readonly store: DocumentStore,
    private readonly references: DocumentReferences,
    private readonly requests: IdempotentRequests,
    private readonly examiner: FileExaminer,
    private readonly antivirus: Antivirus,
    private readonly held: HeldDocuments,
  ) {}

  onModuleInit(): void {
    this.registry.handle(settleStrandedFiles, async () => {
      await this.sweep(new Date(Date.now() - STRANDED_MS));
      await this.held.removeLeftContents();
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep(new Date(Date.now() - STRANDED_MS));
  }

  /**
   * Stores the file of a request. The same file sent again by the same body is the same document. A key is looked at when
   * the file has arrived: its content tells one request from another, and no connection is held while it comes in.
   */
  async upload(principal: Principal, request: Request, response: Response): Promise<DocumentDto> {
    readIdempotencyKey(request);
    const id = randomUUID();
    const path = await this.store.incoming(id);
    try {
      const received = await receiveFile(request, path, this.settings.documentMaxBytes);
      const { sha256, name, declaredType, field } = received;
      const body = JSON.stringify([sha256, name, declaredType, field ?? null]);
      const work = () => this.add(principal, id, path, received);
      return await this.requests.once({ request, response, body: () => Promise.resolve(body), work });
    } finally {
      // A file whose row was not committed goes; where this cannot be known now, the sweep settles it.
      await this.settle(id).catch(() => undefined);
    }
  }

  private async add(principal: Principal, id: string, path: string, received: Received): Promise<DocumentDto> {
    const body = actingBody(principal, 'document.write', received.field, '/organisation');
    const { name, declaredType, size } = received;
    const { mediaType } = await this.examiner.mustTake({ path, key: null, size, name, declaredType });
    const stored = await barePicture(createPlainPlace(path), mediaType, received);
    const malwareCheck = await this.checkForMalware(path, stored.size);
    return view(await this.insert(principal, id, body, { ...received, ...stored, mediaType, malwareCheck }));
  }

  private async checkForMalware(path: string, size: number): Promise<MalwareCheck> {
    const file = await open(path, 'r');
    try {
      return await this.antivirus.mustPass(new PlainFile(file, size).content());
    } finally {
      await file.close();
    }
  }

  async one(scope: Scope, id: string): Promise<DocumentDto> {
    const [readable] = await this.references.readable(scope, [id]);
    if (readable === undefined) throw new Problem('not_found');
    const [row] = await this.transactions.reader.query<DocumentRow[]>(`SELECT * FROM document WHERE id = $1`, [id]);
    return view(row as DocumentRow);
  }

  /** @throws Problem `not_found`, `document_held`, `file_altered` */
  async content(scope: Scope, id: string): Promise<{ document: DocumentDto; file: FileHandle }> {
    const document = await this.one(scope, id);
    if (isHeldBack(document.malwareCheck)) throw createHeldProblem(document.malwareCheck);
    return { document, file: await this.openWhole(document) };
  }

  /** Its content, where that is still there and of the size that its row says: otherwise whoever reads would wait for what never comes. */
  private async openWhole({ id, size }: DocumentDto): Promise<FileHandle> {
    if ((await this.store.listMissing([{ id, size: String(size) }])).length > 0) throw new Problem('file_altered');
    return this.store.open(id);
  }

  /** Settles what a crash left behind: a file whose row was committed moves to its place, any other goes. */
  async sweep(before: Date): Promise<void> {
    await performEach(await this.store.listStrandedFiles(before), (id) => this.settle(id));
  }

  private async settle(id: string): Promise<void> {
    const { reader } = this.transactions;
    const rows = isDocumentId(id) ? await reader.query<unknown[]>(`SELECT 1 FROM document WHERE id = $1`, [id]) : [];
    await (rows.length > 0 ? this.store.keep(id) : this.store.discard(id));
  }

  private insert(
    principal: Principal,
    id: string,
    body: string,
    file: Received & { mediaType: string; malwareCheck: MalwareCheck },
  ): Promise<DocumentRow> {
    return this.transactions.run(principal, async (tx) => {
      const { size, sha256, mediaType, malwareCheck } = file;
      const content = [body, sha256, file.name, mediaType];
      const data = { mediaType, size, sha256, malwareCheck };
      const [row] = await tx.query<DocumentRow>(
        `INSERT INTO document (id, uploaded_by, size, malware_check, organisation_id, sha256, name, media_type)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (organisation_id, sha256, name, media_type) DO NOTHING
         RETURNING *`,
        [id, principal.id, size, malwareCheck, ...content],
      );
      if (row) {
        await tx.record({ aggregate: 'document', id, action: 'uploaded', data, tenants: [body] });
        return row;
      }
      const [before] = await tx.query<DocumentRow>(
        `SELECT * FROM document WHERE organisation_id = $1 AND sha256 = $2 AND name = $3 AND media_type = $4
         FOR NO KEY UPDATE`,
        content,
      );
      const renewed = await this.renew(tx, before as DocumentRow, id, malwareCheck);
      if (renewed === null) return before as DocumentRow;
      await tx.record({ aggregate: 'document', id: renewed.id, action: 'uploaded', data, tenants: [body] });
      return renewed;
    });
  }

  /**
   * The same bytes again, of which the content was lost in a restore, or deleted for what an antivirus found in it and finds no
   * more: they are stored anew, before the row says so. Null where nothing is to be renewed.
   */
  private async renew(
    tx: Tx,
    { id, size, malware_check: check }: DocumentRow,
    arrived: string,
    malwareCheck: MalwareCheck,
  ): Promise<DocumentRow | null> {
    const isFound = check === 'found';
    // Where no antivirus is set up any more, nobody has cleared it.
    if (isFound && malwareCheck === 'not_checked') return null;
    const isGone = (await this.store.listMissing([{ id, size }])).length > 0;
    if (!isFound && !isGone) return null;
    if (isGone) await this.store.putBack(id, arrived);
    const [row] = await tx.query<DocumentRow>(`UPDATE document SET malware_check = $2 WHERE id = $1 RETURNING *`, [
      id,
      isFound ? malwareCheck : check,
    ]);
    return row as DocumentRow;
  }
}
