import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import type { Scope } from '../../../../kernel/access/scope.js';
import { decide } from '../../../../kernel/actions/lifecycle.js';
import { findReader, PersonalReads } from '../../../../kernel/audit/persons/personal-reads.js';
import { Sql } from '../../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import type { SealedFile } from '../../../../kernel/documents/sealed-files.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import type { DownloadedFile } from '../../../../kernel/http/download.js';
import { APPLICANT, RegistrationClaims } from '../claims/registration-claims.js';
import { registrationLifecycle } from '../registration.lifecycle.js';
import { visibleRegistrations } from '../registration.subject.js';
import { REGISTRATION_COLUMNS } from '../registrations.queries.js';
import type { RegistrationRow } from '../registration-row.js';
import { RegistrationDocumentFiles } from './registration-document-files.js';
import { RegistrationDocumentRoom } from './registration-document-room.js';
import { countRegistrationDocuments, insertRegistrationDocument } from './registration-document-rows.js';
import { declareChangeKinds } from '../../../../kernel/outbox/states/change-kind.rules.js';

declareChangeKinds('registration', { document_removed: 'deletion' });

/** Documents of one registration. */
const MOST = 10;

interface StoredDocument {
  id: string;
  registration_id: string;
  sealed: Buffer;
}

/** What an applicant puts beside its registration while it is undecided: read by itself, and by whoever decides. */
@Injectable()
export class RegistrationDocumentsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: RegistrationClaims,
    private readonly files: RegistrationDocumentFiles,
    private readonly room: RegistrationDocumentRoom,
    private readonly reads: PersonalReads,
  ) {}

  /**
   * The claim code is asked before anything of the file is written. The same file under the same name is the same document.
   * @throws Problem `invalid_claim`, `wrong_state`, `too_many_documents`, `registration_documents_full`, `throttled`
   */
  async add(request: Request, address: string): Promise<RegistrationRow> {
    let code = '';
    let added: RegistrationRow | undefined;
    let isNew = false;
    let leave = (): void => undefined;
    const accept = async (file: SealedFile): Promise<void> => {
      [added, isNew] = await this.claims.hold(code, (tx, row) => this.insert(tx, row, file));
    };
    const holdRoom = async (field = ''): Promise<void> => {
      code = field;
      const used = await this.claims.claim(code, address, async (tx, row) => {
        await assertTakesMore(tx, row);
        return this.room.computeTotal(tx);
      });
      leave = this.room.hold(used, Number(request.headers['content-length'] ?? Infinity));
    };
    try {
      const taken = await this.files.stored.take(request, accept, {
        fields: ['claimCode'],
        barePictures: true,
        before: holdRoom,
      });
      if (!isNew) await this.files.discard(taken);
      return added as RegistrationRow;
    } finally {
      leave();
    }
  }

  private async insert(tx: Tx, row: RegistrationRow, file: SealedFile): Promise<[RegistrationRow, boolean]> {
    const document = randomUUID();
    const sealed = this.files.cover(row.id, document, file);
    assertOpenRegistration(row);
    const isNew = await insertRegistrationDocument(tx, { id: document, registration: row.id, file, sealed });
    if (!isNew) return [row, false];
    if ((await countRegistrationDocuments(tx, row.id)) > MOST) throw createTooMany();
    await this.room.assertRowFits(tx);
    const { mediaType, size, sha256 } = file;
    return [await recordChange(tx, row, 'document_added', { document, mediaType, size, sha256 }), true];
  }

  /** @throws Problem `invalid_claim`, `wrong_state`, `not_found`, `throttled` */
  remove(code: string, document: string, address: string): Promise<RegistrationRow> {
    return this.claims.claim(code, address, async (tx, row) => {
      assertOpenRegistration(row);
      if ((await this.files.remove(tx, row.id, document)).length === 0) throw new Problem('not_found');
      return recordChange(tx, row, 'document_removed', { document });
    });
  }

  /** @throws Problem `invalid_claim`, `not_found`, `file_altered`, `malware_found`, `antivirus_away`, `throttled` */
  async readOwn(code: string, document: string, address: string): Promise<DownloadedFile> {
    const found = await this.claims.claim(code, address, async (tx, { id }) => {
      const [row] = await tx.query<StoredDocument>(
        `SELECT id, registration_id, sealed FROM registration_document WHERE id = $1 AND registration_id = $2`,
        [document, id],
      );
      if (!row) throw new Problem('not_found');
      return row;
    });
    return this.files.read(found.registration_id, found.id, found.sealed);
  }

  /** For whoever decides on the registration. @throws Problem `not_found`, `file_altered`, `malware_found`, `antivirus_away` */
  async read(scope: Scope, registration: string, document: string): Promise<DownloadedFile> {
    const { reader } = this.transactions;
    const sql = visibleRegistrations(scope)(new Sql());
    sql.and(`r.id = ${sql.p(registration)}`).and(`d.id = ${sql.p(document)}`);
    const [row] = await reader.query<StoredDocument[]>(
      `SELECT d.id, d.registration_id, d.sealed FROM registration_document d JOIN registration r ON r.id = d.registration_id WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    await this.reads.note(reader, findReader(scope), `registration:${row.registration_id}`, 1);
    return this.files.read(row.registration_id, row.id, row.sealed);
  }
}

const createTooMany = (): Problem => new Problem('too_many_documents', { facts: { most: MOST } });

/** What completes a registration is taken while it may be corrected. @throws Problem `wrong_state` */
const assertOpenRegistration = ({ state }: RegistrationRow): void =>
  void decide(registrationLifecycle, state, 'correct', APPLICANT);

async function assertTakesMore(tx: Tx, row: RegistrationRow): Promise<void> {
  assertOpenRegistration(row);
  if ((await countRegistrationDocuments(tx, row.id)) >= MOST) throw createTooMany();
}

/** Whoever decides names the version with this document. */
async function recordChange(tx: Tx, { id, state }: RegistrationRow, action: string, data: object) {
  const [row] = await tx.query<RegistrationRow>(
    `UPDATE registration r SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1 RETURNING ${REGISTRATION_COLUMNS}`,
    [id],
  );
  await tx.record({ aggregate: 'registration', id, action, from: state, to: state, data: { ...data } });
  return row as RegistrationRow;
}
