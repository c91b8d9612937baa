import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Key, KeyRing } from '../config/keys.js';
import type { Actor, Change } from '../outbox/change.js';
import type { CoveredReason } from '../outbox/change.js';
import { applyRowChanges, holdsRows, type RowMap } from './row-kinds.js';
import type { ToldRow } from './tables/told-rows.js';

/** Everything an audit row says, and the seal of the row before it. Its canonical bytes (RFC 8785) are what is stored. */
export interface AuditRecord {
  /** Version of this shape. */
  v: 1;
  aggregate: string;
  id: string;
  /** 1, 2, 3 … within the aggregate. */
  seq: number;
  /** Business time, RFC 3339 in UTC with milliseconds. */
  at: string;
  action: string;
  actor: { kind: Actor['kind']; id: string | null };
  from: string | null;
  to: string | null;
  reason: string | null;
  data: Record<string, unknown>;
  tenants: string[];
  region: string | null;
  dataset: string | null;
  public: boolean;
  /** A reason that is about a person, under that person's key. */
  coveredReason?: CoveredReason;
  /** The request by which it was done, where one is known. */
  request?: string;
  /** Of an aggregate that binds rows: those that count from here on. */
  rows?: RowMap;
  /** Rows of tables that changed with it, with digests of what they say. */
  tables?: readonly ToldRow[];
  /** Seal of the row before, in hex; of the first row, zeros. */
  prev: string;
  /** Name of the key that sealed this row. */
  key: string;
}

/** The last row of a chain. */
export interface Head {
  seq: number;
  /** Hex. */
  seal: string;
  /** Rows that it binds, of an aggregate that binds rows. */
  rows?: RowMap;
}

/** What the first row of a chain follows. */
export const GENESIS: Head = { seq: 0, seal: '00'.repeat(32) };

/** The purpose under which chain keys are derived from the audit keys. */
export const CHAIN_PURPOSE = 'audit chain';

export function buildAuditRecord(
  actor: Actor,
  change: Change,
  at: Date,
  head: Head,
  key: Key,
  request: string | null = null,
): AuditRecord {
  return {
    v: 1,
    aggregate: change.aggregate,
    id: change.id,
    seq: head.seq + 1,
    at: at.toISOString(),
    action: change.action,
    actor: { kind: actor.kind, id: actor.id },
    from: change.from ?? null,
    to: change.to ?? null,
    reason: change.reason ?? null,
    data: change.data ?? {},
    tenants: [...new Set(change.tenants ?? [])].sort(),
    region: change.region ?? null,
    dataset: change.dataset ?? null,
    public: change.public ?? false,
    ...(change.coveredReason && { coveredReason: change.coveredReason }),
    ...(request !== null && { request }),
    ...(holdsRows(change.aggregate) && { rows: applyRowChanges(head.rows ?? {}, change.rows ?? []) }),
    ...(change.tables?.length && { tables: change.tables }),
    prev: head.seal,
    key: key.id,
  };
}

/** HMAC-SHA-256 over the stored bytes. The key never enters the database. */
export const computeSeal = (bytes: Buffer | string, key: Key): Buffer =>
  createHmac('sha256', key.bytes).update(bytes).digest();

/** Whether a seal was made by the key it names. A key that is not on the ring proves nothing. */
export function sealHolds(bytes: Buffer, seal: Buffer, keyId: string, ring: KeyRing): boolean {
  const key = ring.find((k) => k.id === keyId);
  if (!key) return false;
  const expected = computeSeal(bytes, key);
  return expected.length === seal.length && timingSafeEqual(expected, seal);
}

/** The record of stored bytes; null where they are not one (someone wrote into the table). */
export function parseRecord(bytes: Buffer): AuditRecord | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return value !== null && typeof value === 'object' && (value as AuditRecord).v === 1
      ? (value as AuditRecord)
      : null;
  } catch {
    return null;
  }
}
