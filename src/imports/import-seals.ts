import { Injectable } from '@nestjs/common';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { declareRowKind } from '../kernel/audit/row-kinds.js';
import { forPurpose, Keys, type Key, type KeyRing } from '../kernel/config/keys.js';
import type { Tx } from '../kernel/database/transactions.js';
import { coverText, uncoverBytes } from '../kernel/sealing/covered-text.js';
import { ActingRows } from '../people/accounts/acting/acting-rows.js';
import { createBoundCheck } from '../people/accounts/acting/bound-row.js';
import { isOfPeople } from './bulk/bulk-kind-names.js';
import type { ImportRow } from './import.entity.js';

/** Whoever sent a file acts by its rows as long as they are taken: under which name, into what, how and why. */
export const IMPORT = declareRowKind({
  ...{ name: 'import', aggregate: 'import', table: 'import' },
  ...{ id: (row: string) => `${row}.id::text`, match: 't.id = ANY ($1::uuid[])' },
  content: (i) =>
    `jsonb_build_array(${[
      ...['dataset', 'dry_run', 'created_by', 'created_by_kind', 'organisation_id', 'sender_bodies', 'rows'],
      ...['format', 'kind', 'mode', 'reason', 'file_type', 'headings'],
    ]
      .map((column) => (column === 'sender_bodies' ? `to_jsonb(${i}.${column})` : `${i}.${column}`))
      .join(', ')})::text`,
  acts: "t.state = 'running'",
});

const isBoundImport = createBoundCheck(IMPORT);

/** Thrown where a file is not as its sender sent it: nothing of it is taken any more. */
export class AlteredImport extends Error {
  constructor() {
    super('not as it was sent: send it again');
  }
}

/** What says how its lines are kept. */
export type KeptImport = Pick<ImportRow, 'id' | 'kind'>;

/** A line as it was received, and what shows that. */
interface SealedLine {
  line: number;
  raw: Buffer;
  mac: Buffer | null;
}

/** A file is taken as it was sent: whoever writes to the tables alone acts by no row of it. */
@Injectable()
export class ImportSeals {
  private readonly ring: KeyRing;
  private readonly covers: Buffer[];

  constructor(
    keys: Keys,
    private readonly rows: ActingRows,
  ) {
    this.ring = forPurpose(keys.identity, 'import line');
    this.covers = forPurpose(keys.identity, 'import row of people').map(({ bytes }) => bytes);
  }

  /** The import is written as it will be taken, or is taken no more. */
  bind(tx: Tx, id: string): void {
    tx.bindRow(IMPORT, id, id);
  }

  /** @throws AlteredImport */
  async assertBinding(tx: Tx, id: string): Promise<void> {
    if (!(await isBoundImport(tx, this.rows, id))) throw new AlteredImport();
  }

  sealLine(id: string, line: number, raw: Buffer): Buffer {
    return compute(this.ring[0], id, line, raw);
  }

  /** A line as it lies in the database: rows of people under a key that the database lacks. */
  coverLine({ id, kind }: KeptImport, line: number, raw: Buffer): Buffer {
    return isOfPeople(kind) ? coverText(this.covers[0] as Buffer, formatPlace(id, line), raw) : raw;
  }

  /** Null where it was altered, or its key is gone. */
  readLine({ id, kind }: KeptImport, line: number, kept: Buffer): Buffer | null {
    return isOfPeople(kind) ? uncoverBytes(this.covers, formatPlace(id, line), kept) : kept;
  }

  /** @throws AlteredImport */
  assertLines(id: string, lines: readonly SealedLine[]): void {
    const holds = ({ line, raw, mac }: SealedLine): boolean =>
      this.ring.some((key) => mac?.length === MAC_BYTES && timingSafeEqual(mac, compute(key, id, line, raw)));
    if (!lines.every(holds)) throw new AlteredImport();
  }
}

const MAC_BYTES = 32;
const formatPlace = (id: string, line: number): string => `throughline import line 1|${id.toLowerCase()}|${line}`;

const compute = ({ bytes }: Key, id: string, line: number, raw: Buffer): Buffer =>
  createHmac('sha256', bytes).update(`${id.toLowerCase()} ${line} `).update(raw).digest();
