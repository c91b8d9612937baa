import { createHash } from 'node:crypto';
import type { StatementSeal } from '../../../../kernel/audit/statement-seals.js';
import type { InstantChange, InstantEvent, LotInstantChange } from '../../../tenders/lots/opening-instants.js';
import type { KeyPurpose } from '../tender-key.entity.js';

/** The purpose under which the keys of these statements are derived from the audit keys. */
export const INSTANT_PURPOSE = 'opening instant';
/** The same for the words of the two persons who order an opening. */
export const ORDER_PURPOSE = 'opening order';
/** Each statement has a row of the audit with its own number, in a chain per tender. */
export const INSTANT_AGGREGATE = 'opening_instant';

/** What is signed of one lot. Instants are RFC 3339 in UTC with milliseconds. */
export interface LotInstant {
  id: string;
  no: number;
  suspendedAt: string | null;
  /** It failed or was cancelled. */
  ended: boolean;
  /** Its bids were opened. */
  opened: boolean;
  /** Round of its talks. */
  round: number;
  finalDeadlineAt: string | null;
  /** Final offers of this round were opened. */
  finalOpened: boolean;
}

/** A statement of the instants after which bids of a tender are opened. Its canonical bytes (RFC 8785) are sealed. */
export interface Instant {
  v: 1;
  tender: string;
  /** 1, 2, 3 … within the tender. */
  no: number;
  /** SHA-256 of the statement before, in hex; of the first, zeros. */
  prev: string;
  /** Wall time of who signed it. */
  at: string;
  event: InstantEvent;
  method: string | null;
  deadlineAt: string | null;
  lots: LotInstant[];
  /** SHA-256 of the public keys to which bids are sealed, in hex. */
  keys: Record<KeyPurpose, string | null>;
  /** The opening that was held, of an `open`. */
  opening: string | null;
}

export const FIRST_PREV = '00'.repeat(32);

export const hashBytes = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** A signed statement as it is stored. */
export interface StoredInstant {
  no: number;
  canonical: Buffer;
  key_id: string;
  seal: Buffer;
}

export const toSeal = ({ key_id: key, seal }: StoredInstant): StatementSeal => ({ key, seal });

/** The statement of stored bytes; null where they are not one. */
export function parseInstant(bytes: Buffer): Instant | null {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as Partial<Instant> | null;
    return value?.v === 1 ? (value as Instant) : null;
  } catch {
    return null;
  }
}

/** What was signed before, with one change: no row of the database has a say in it. */
export function buildNextInstant(before: Instant, hash: string, change: InstantChange, at: Date): Instant {
  const { event, deadlineAt, lots = {}, opening = null } = change;
  return {
    ...before,
    no: before.no + 1,
    prev: hash,
    at: at.toISOString(),
    event,
    deadlineAt: deadlineAt === undefined ? before.deadlineAt : toInstant(deadlineAt),
    lots: before.lots.map((lot) => changeLot(lot, lots[lot.id] ?? {})),
    opening,
  };
}

/** Written one way, whatever its offset was. */
export const toInstant = (at: string | Date | null): string | null => at && new Date(at).toISOString();

function changeLot(lot: LotInstant, change: LotInstantChange): LotInstant {
  const { suspendedAt, resumedAt, ended, finalDeadlineAt, opened, finalOpened, restarted } = change;
  const after = {
    ...lot,
    ...(ended !== undefined && { ended }),
    ...(opened && { opened }),
    ...(finalOpened && { finalOpened }),
    ...(resumedAt && { finalDeadlineAt: prolong(lot, resumedAt) }),
    ...(suspendedAt !== undefined && { suspendedAt: toInstant(suspendedAt) }),
    ...(finalDeadlineAt && { finalDeadlineAt: finalDeadlineAt.toISOString(), finalOpened: false }),
  };
  return restarted ? { ...after, round: lot.round + 1, finalDeadlineAt: null, finalOpened: false } : after;
}

/** A call that was running when the lot was suspended runs on for as long as it stood still. */
function prolong({ suspendedAt, finalDeadlineAt }: LotInstant, resumedAt: Date): string | null {
  if (suspendedAt === null || finalDeadlineAt === null || finalDeadlineAt < suspendedAt) return finalDeadlineAt;
  // Where a clock was turned back meanwhile, nothing comes earlier by it.
  const stood = Math.max(0, resumedAt.getTime() - Date.parse(suspendedAt));
  return new Date(Date.parse(finalDeadlineAt) + stood).toISOString();
}

/** The word of one of the two persons who have bids opened. */
export interface OrderWord {
  kind: 'request' | 'order';
  tender: string;
  opening: string;
  /** The user. */
  person: string;
  /** Business time. */
  at: string;
  /** Number of the statement of instants that it was given under, and the deadline that this states. */
  no: number;
  deadlineAt: string | null;
  lateReason: string | null;
}
