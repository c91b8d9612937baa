import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import {
  CLOSED_HEAD,
  closeEnvelope,
  LARGEST_CONTENT,
  openEnvelope,
  openHead,
  findSizeClass,
} from '../../../kernel/sealing/envelope.js';
import { OnlineKeys } from '../../../kernel/sealing/online-keys.js';
import { gateSql } from '../../tenders/tender-gate.js';
import { formatContent, type BidContent } from '../bid-content.rules.js';
import type { BidHead } from '../bid-head.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { SealedEnvelope } from './sealed-envelope.entity.js';

export type StoredEnvelope = StoredRow<SealedEnvelope>;
/** An envelope without its cover; null where it was altered. */
export interface Uncovered {
  head: BidHead | null;
  body: Buffer | null;
}

interface FoundHead {
  id: string;
  blind: Buffer;
  /** Null where it was altered. */
  head: BidHead | null;
}

const lockSql = (id: string): string => `pg_advisory_xact_lock(hashtextextended('envelope ' || ${id}::uuid::text, 0))`;

// OFFSET 0 keeps the inner query whole: the gate is passed before the envelope is asked for.
const LOCK_BEHIND_GATE = `SELECT g.gate, ${lockSql('$2')} FROM (SELECT ${gateSql('$1', 'shared')} AS gate OFFSET 0) g`;
const COLUMNS = 'id, blind, size_class, ciphertext';

/** The one table of envelopes. A draft and a sealed offer are rows of one form, rewritten whole each time. */
@Injectable()
export class Envelopes {
  constructor(private readonly keys: OnlineKeys) {}

  /** Under every key, the one in use first. */
  blinds(organisation: string, lot: string): [Buffer, ...Buffer[]] {
    return this.keys.blinds(organisation, lot);
  }

  uncover({ id, ciphertext }: StoredEnvelope): Uncovered {
    const { head, body } = openEnvelope(this.keys.cover, id, ciphertext);
    return { head: head && (JSON.parse(head.toString()) as BidHead), body };
  }

  async byId(reader: Reader, id: string): Promise<StoredEnvelope | undefined> {
    const [row] = await runPreparedStatement<StoredEnvelope>(
      reader,
      `SELECT ${COLUMNS} FROM sealed_envelope WHERE id = $1`,
      [id],
    );
    return row;
  }

  async byBlinds(reader: Reader, blinds: readonly Buffer[]): Promise<StoredEnvelope[]> {
    return reader.query<StoredEnvelope[]>(`SELECT ${COLUMNS} FROM sealed_envelope WHERE blind = ANY ($1::bytea[])`, [
      blinds,
    ]);
  }

  /**
   * By an advisory lock: a row lock gives the transaction its number, and a page of another table that is tidied up while
   * it is read would then bear that number in the write-ahead log.
   */
  async lock(tx: Tx, id: string): Promise<StoredEnvelope | undefined> {
    await tx.runPreparedQuery(`SELECT ${lockSql('$1')}`, [id]);
    return this.byId(tx.manager, id);
  }

  /** The same behind the gate of its tender, in this order and by one statement; what lies there is read by the next one. */
  async lockBehindGate(tx: Tx, tender: string, id: string): Promise<void> {
    await tx.runPreparedQuery(LOCK_BEHIND_GATE, [tender, id]);
  }

  /** What is kept of them beside their contents, which are not read. */
  async headsByBlinds(reader: Reader, blinds: readonly Buffer[]): Promise<FoundHead[]> {
    const rows = await reader.query<{ id: string; blind: Buffer; closed: Buffer }[]>(
      `SELECT id, blind, substring(ciphertext FOR $2) AS closed FROM sealed_envelope WHERE blind = ANY ($1::bytea[])`,
      [blinds, CLOSED_HEAD],
    );
    return rows.map(({ id, blind, closed }) => {
      const head = openHead(this.keys.cover, id, closed);
      return { id, blind, head: head && (JSON.parse(head.toString()) as BidHead) };
    });
  }

  /** A new one, or the id of that which is there already for this body and lot. */
  async make(tx: Tx, blinds: readonly [Buffer, ...Buffer[]], head: BidHead, content: BidContent): Promise<string> {
    const [before] = await this.byBlinds(tx.manager, blinds);
    if (before) return before.id;
    const id = randomUUID();
    const text = formatContent(content);
    const size = chooseSizeClass(text);
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO sealed_envelope (id, blind, size_class, ciphertext) VALUES ($1, $2, $3, $4)
       ON CONFLICT (blind) DO NOTHING RETURNING id`,
      [id, blinds[0], size, this.cover(id, head, text, size)],
    );
    return row?.id ?? ((await this.byBlinds(tx.manager, blinds))[0] as StoredEnvelope).id;
  }

  /** One that is sealed from its beginning. False where another lies there for the same names: that one stays. */
  async place(tx: Tx, id: string, blinds: readonly [Buffer, ...Buffer[]], head: BidHead, body: Buffer, size: number) {
    const rows = await tx.query(
      `INSERT INTO sealed_envelope (id, blind, size_class, ciphertext) VALUES ($1, $2, $3, $4)
       ON CONFLICT (blind) DO NOTHING RETURNING id`,
      [id, blinds[0], size, this.cover(id, head, body, size)],
    );
    return rows.length > 0;
  }

  async rewrite(tx: Tx, id: string, head: BidHead, body: Buffer, size: number): Promise<void> {
    await tx.runPreparedQuery(`UPDATE sealed_envelope SET size_class = $2, ciphertext = $3 WHERE id = $1`, [
      id,
      size,
      this.cover(id, head, body, size),
    ]);
  }

  private cover(id: string, head: BidHead, body: Buffer, size: number): Buffer {
    return closeEnvelope(this.keys.cover[0], id, Buffer.from(JSON.stringify(head)), body, size);
  }
}

/** The class of a content's text, whether it lies there as a draft or sealed. */
export function chooseSizeClass(text: Buffer): number {
  const size = findSizeClass(text.length);
  if (size !== undefined) return size;
  throw new Problem('payload_too_large', {
    errors: [
      {
        pointer: '/content',
        code: 'too_large',
        text: {
          en: `The whole content of a bid is at most ${LARGEST_CONTENT} bytes, whatever it was put together from`,
          zh: `响应文件内容合计不得超过 ${LARGEST_CONTENT} 字节，无论分几次提交`,
        },
      },
    ],
  });
}
