import { Injectable } from '@nestjs/common';
import type { Scope } from '../access/scope.js';
import { isMine } from '../access/visible.js';
import { Sql } from '../database/sql.js';
import { Transactions, type Tx } from '../database/transactions.js';
import type { MalwareCheck } from './examination/antivirus.js';
import { Problem } from '../errors/problem.js';
import { invalid } from '../http/validation.js';

/** Of these roots of one type, the ids of those the caller may see. */
export type SeenRoots = (scope: Scope, ids: readonly string[]) => Promise<string[]>;

/** SQL: the ids of the documents a root refers to, as JSON. */
export const listDocumentIdsSql = (type: string, root: string): string =>
  `(SELECT coalesce(jsonb_agg(d.document_id ORDER BY d.document_id), '[]') FROM document_reference d
    WHERE d.root_id = ${root} AND d.root_type = '${type}')`;

/** SQL of the documents a root refers to, for the select list of a query whose root is `r`. */
export const documentIdsSql = (type: string): string => `${listDocumentIdsSql(type, 'r.id')} AS documents`;

/** Nobody reads it, and nothing refers to it. */
export const isHeldBack = (check: MalwareCheck): boolean => check === 'waiting' || check === 'found';

const WAITS = {
  en: 'It is held until the antivirus has examined it, which is tried again every minute: ask again later, or read its malwareCheck',
  zh: '文件在病毒查验完成前暂存，系统每分钟重试一次；请稍后再试，或查看其 malwareCheck',
};
const FOUND = {
  en: 'Malware was found in it and its content was deleted: upload another file',
  zh: '文件中查出恶意程序，内容已被删除；请另行上传文件',
};

export const createHeldProblem = (malwareCheck: MalwareCheck): Problem =>
  new Problem('document_held', { detail: malwareCheck === 'found' ? FOUND : WAITS, facts: { malwareCheck } });

/** Of a reference to a document that is held back; `pointer` is where it was sent. */
export const createHeldReferenceProblem = (pointer: string): Problem =>
  invalid(pointer, 'document_held', {
    en: 'An antivirus has not found this document clean: name it once its malwareCheck is clean, or upload another one',
    zh: '该文件尚未通过病毒查验：请待其 malwareCheck 为 clean 后再引用，或另行上传文件',
  });

async function mustBeReleased(tx: Tx, documents: readonly string[], at: (index: number) => string): Promise<void> {
  const held = await tx.query<{ id: string }>(
    `SELECT id FROM document WHERE id = ANY ($1::uuid[]) AND malware_check IN ('waiting', 'found')`,
    [documents],
  );
  const ids = new Set(held.map((row) => row.id));
  const first = documents.findIndex((id) => ids.has(id.toLowerCase()));
  if (first >= 0) throw createHeldReferenceProblem(at(first));
}

/**
 * Who may read a document: the people of the body that uploaded it, and whoever may see an object that refers to it. Each
 * module says of its own objects which ones a caller sees; an object of a type nobody speaks for shows nothing.
 */
@Injectable()
export class DocumentReferences {
  private readonly seen = new Map<string, SeenRoots>();

  constructor(private readonly transactions: Transactions) {}

  contribute(type: string, seen: SeenRoots): void {
    if (this.seen.has(type)) throw new Error(`Documents of ${type} are spoken for twice`);
    this.seen.set(type, seen);
  }

  /**
   * Makes a root refer to documents. The caller must be able to read each of them: a guessed id is refused as unknown.
   * @returns those to which it did not refer before
   */
  async refer(
    tx: Tx,
    scope: Scope,
    type: string,
    root: string,
    documents: readonly string[],
    /** Where the list stands, or each of them. */
    pointer: string | ((index: number) => string),
  ): Promise<string[]> {
    if (documents.length === 0) return [];
    const at = typeof pointer === 'string' ? (index: number) => `${pointer}/${index}` : pointer;
    const readable = new Set(await this.readable(scope, documents));
    const stranger = documents.findIndex((id) => !readable.has(id.toLowerCase()));
    if (stranger >= 0)
      throw Problem.ofField('not_found', at(stranger), {
        en: 'There is no such document that you may read',
        zh: '没有您可以查看的此文件',
      });
    await mustBeReleased(tx, documents, at);
    const made = await tx.query<{ id: string }>(
      `INSERT INTO document_reference (document_id, root_type, root_id)
       SELECT unnest($1::uuid[]), $2, $3 ON CONFLICT DO NOTHING RETURNING document_id AS id`,
      [documents, type, root],
    );
    return made.map(({ id }) => id);
  }

  /** Of these documents of a root another type says from now on who may see them. @returns those of which it did not */
  async move(
    tx: Tx,
    { from, to, root }: Readonly<Record<'from' | 'to' | 'root', string>>,
    documents: readonly string[],
  ): Promise<string[]> {
    if (documents.length === 0) return [];
    const moved = await tx.query<{ id: string }>(
      `UPDATE document_reference SET root_type = $2 WHERE root_id = $3 AND root_type = $1 AND document_id = ANY ($4::uuid[])
       RETURNING document_id AS id`,
      [from, to, root, documents],
    );
    return moved.map(({ id }) => id);
  }

  /** Of these documents, the ids of those the caller may read. */
  async readable(scope: Scope, documents: readonly string[]): Promise<string[]> {
    const { reader } = this.transactions;
    const sql = new Sql();
    const mine = scope.everything ? 'true' : isMine(sql, scope, 'd.organisation_id');
    const rows = await reader.query<{ id: string; mine: boolean }[]>(
      `SELECT d.id, ${mine} AS mine FROM document d WHERE d.id = ANY (${sql.p(documents)}::uuid[])`,
      sql.params,
    );
    const readable = rows.filter((r) => r.mine).map((r) => r.id);
    const open = rows.filter((r) => !r.mine).map((r) => r.id);
    return open.length === 0 ? readable : [...readable, ...(await this.throughRoots(scope, open))];
  }

  private async throughRoots(scope: Scope, documents: readonly string[]): Promise<string[]> {
    const references = await this.transactions.reader.query<{ document: string; type: string; root: string }[]>(
      `SELECT document_id AS document, root_type AS type, root_id AS root FROM document_reference
       WHERE document_id = ANY ($1::uuid[])`,
      [documents],
    );
    const found = new Set<string>();
    for (const [type, seen] of this.seen) {
      const ofType = references.filter((r) => r.type === type);
      if (ofType.length === 0) continue;
      const visible = new Set(await seen(scope, [...new Set(ofType.map((r) => r.root))]));
      for (const { document, root } of ofType) if (visible.has(root)) found.add(document);
    }
    return [...found];
  }
}
