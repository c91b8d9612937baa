import type { BidHead } from '../../bid-head.js';

/**
 * What the opening finds of an envelope. `found`: as the last register before the deadline has it. `later`: written after that
 * register and before the deadline, as its receipt says. `altered`: it is something that nobody handed in then. `put_back`: it is
 * what it was before it was handed in last. `missing`: it was there, and is there no more. `unknown`: no register says.
 */
export const ENVELOPE_OUTCOMES = ['found', 'later', 'altered', 'put_back', 'missing', 'unknown'] as const;
export type EnvelopeOutcome = (typeof ENVELOPE_OUTCOMES)[number];

/** One envelope as a register has it. */
export interface RegisteredEnvelope {
  id: string;
  /** Hex. */
  blind: string;
  /** SHA-256 of what lies under the outer cover, in hex. */
  fingerprint: string;
  /** Whether it held a bid that was submitted; null: it could not be read. */
  submitted: boolean | null;
  /** When that was submitted or withdrawn last, as its receipt says; null: never, or it could not be read. */
  changedAt: number | null;
}
/** The same, as a register says it. */
export interface ParsedEnvelope extends RegisteredEnvelope {
  /** The number of uploads was still a part of the fingerprint: one that differs need not be of something else. */
  countsUploads: boolean;
  /** It was read, by a register that says when it changed. */
  dated: boolean;
}
/** The same, with the instant of its register, and the place of that among the registers that were read. */
export interface RegisteredVersion extends ParsedEnvelope {
  at: number;
  nth: number;
}
/** An envelope as it lies there at the opening. */
export interface PresentEnvelope {
  id: string;
  fingerprint: string;
  /** As registers had it while the number of uploads was a part of it. */
  former: string;
  /** Null where head or body cannot be uncovered. */
  head: Pick<BidHead, 'state' | 'at' | 'history'> | null;
}

const ID = 16;
const HASH = 32;
const INSTANT = 8;
const UNDATED_ENTRY = ID + 2 * HASH + 1;
const ENTRY = UNDATED_ENTRY + INSTANT;
/** The first byte is the form of the register, the others how many entries it has: no register ever had 2^24 of them. */
const COUNT = 4;
const UNDATED = 0;
const DATED = 1;
/** Entries to a whole number of which a register is padded. */
const PADDED_TO = 16;
/** By the byte of an entry; those that count uploads are written no more. */
const STATES = [
  { submitted: null, countsUploads: true },
  { submitted: false, countsUploads: true },
  { submitted: true, countsUploads: true },
  { submitted: false, countsUploads: false },
  { submitted: true, countsUploads: false },
] as const;
const UNREAD = STATES[0];
/** What was accepted shortly before a register may have been committed shortly after it. */
const UNDER_WAY_MS = 60_000;

/** The bytes of a register: its form, how many, then each; zeros to the next whole size. */
export function formatRegister(entries: readonly RegisteredEnvelope[]): Buffer {
  const room = Math.max(1, Math.ceil(entries.length / PADDED_TO)) * PADDED_TO;
  const bytes = Buffer.alloc(COUNT + room * ENTRY);
  bytes.writeUInt8(DATED, 0);
  bytes.writeUIntBE(entries.length, 1, COUNT - 1);
  for (const [i, { id, blind, fingerprint, submitted, changedAt }] of entries.entries()) {
    const at = COUNT + i * ENTRY;
    bytes.write(id.replaceAll('-', ''), at, 'hex');
    bytes.write(blind, at + ID, 'hex');
    bytes.write(fingerprint, at + ID + HASH, 'hex');
    const state = STATES.findLastIndex((each) => each.submitted === submitted);
    bytes.writeUInt8(state, at + ID + 2 * HASH);
    bytes.writeBigUInt64BE(BigInt(changedAt ?? 0), at + UNDATED_ENTRY);
  }
  return bytes;
}

export function parseRegister(bytes: Buffer): ParsedEnvelope[] {
  const size = bytes.readUInt8(0) === UNDATED ? UNDATED_ENTRY : ENTRY;
  return Array.from({ length: bytes.readUIntBE(1, COUNT - 1) }, (_, i) => {
    const at = COUNT + i * size;
    const hex = bytes.toString('hex', at, at + UNDATED_ENTRY);
    const id = hex.slice(0, 2 * ID).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const state = STATES[bytes.readUInt8(at + ID + 2 * HASH)] ?? UNREAD;
    const changedAt = size === ENTRY ? Number(bytes.readBigUInt64BE(at + UNDATED_ENTRY)) : 0;
    return {
      id,
      blind: hex.slice(2 * ID, 2 * (ID + HASH)),
      fingerprint: hex.slice(2 * (ID + HASH), 2 * (ID + 2 * HASH)),
      ...state,
      changedAt: changedAt === 0 ? null : changedAt,
      dated: size === ENTRY && state.submitted !== null,
    };
  });
}

/**
 * Holds one envelope against its versions, oldest first, of registers up to the deadline; `last`: when the last of these was
 * made. One that was put back stays so, also where a register was made of it since. Null: there is nothing to say, of a draft or of a bid that was withdrawn.
 */
export function judgeEnvelope(
  registered: readonly RegisteredVersion[],
  present: PresentEnvelope | null,
  { last, deadline }: { last: number | null; deadline: number },
): EnvelopeOutcome | null {
  const versions = registered.map((version) =>
    version.fingerprint === present?.former ? { ...version, fingerprint: present.fingerprint } : version,
  );
  const newest = versions.at(-1) ?? null;
  const wasSubmitted = versions.findLast(({ submitted }) => submitted !== null)?.submitted === true;
  if (present === null) return wasSubmitted ? 'missing' : null;
  const isSubmitted = present.head?.state === 'submitted';
  if (newest?.fingerprint === present.fingerprint && newest.submitted === null) return 'altered';
  if (newest?.fingerprint === present.fingerprint && !hasReturned(versions))
    return isSubmitted || wasSubmitted ? 'found' : null;
  if (versions.some(({ fingerprint }) => fingerprint === present.fingerprint))
    return isSubmitted || versions.some(({ submitted }) => submitted === true) ? 'put_back' : null;
  if (present.head === null) return newest === null && last === null ? 'unknown' : 'altered';
  const changedAt = findChange(present.head);
  const isLater = changedAt !== null && changedAt <= deadline && (last === null || changedAt >= last - UNDER_WAY_MS);
  if (isLater) return isSubmitted ? (last === null ? 'unknown' : 'later') : null;
  if (!isSubmitted && !wasSubmitted) return null;
  return newest === null ? 'unknown' : 'altered';
}

/**
 * The same by registers made after the deadline as well: what one of them has otherwise than it lies there now was altered, put back
 * or deleted since. What it has as it lies there, the registers up to the deadline tell from what somebody wrote after it.
 */
export function judgeWithLaterRegisters(
  early: { versions: readonly RegisteredVersion[]; last: number | null },
  all: { versions: readonly RegisteredVersion[]; last: number | null },
  present: PresentEnvelope | null,
  deadline: number,
): EnvelopeOutcome | null {
  const judged = judgeEnvelope(all.versions, present, { last: all.last, deadline });
  return judged === 'found' ? judgeEnvelope(early.versions, present, { last: early.last, deadline }) : judged;
}

/**
 * What an envelope held one after the other, as far as registers could read it. What a register had before is no new
 * version: it was covered anew, or put back.
 */
function listReadVersions(versions: readonly RegisteredVersion[]): RegisteredVersion[] {
  const seen = new Set<string>();
  return versions.filter(({ fingerprint, submitted }) => {
    if (submitted === null || seen.has(fingerprint)) return false;
    seen.add(fingerprint);
    return true;
  });
}

/**
 * Whether registers, also those made after the deadline, show that an envelope held no submitted bid when it passed: the last one
 * before it that could read the envelope had a draft there, or a bid that was withdrawn, and one that was made when everything
 * accepted in time was committed knows of no change since.
 */
export function hadNoBid(
  versions: readonly RegisteredVersion[],
  instants: readonly number[],
  deadline: number,
): boolean {
  const last = listReadVersions(versions.filter(({ at }) => at <= deadline)).at(-1);
  if (last?.submitted !== false) return false;
  const later = versions.slice(versions.indexOf(last) + 1);
  const change = later.find(({ fingerprint }) => fingerprint !== last.fingerprint);
  return instants.slice(last.nth, change?.nth).some((at) => at > deadline + UNDER_WAY_MS);
}

/**
 * By what a bidder's own copy stands for a bid that could not be read: the hash that the envelope kept, a receipt that registers show
 * to be the last one, or one of which they show neither that nor that it was superseded.
 */
export const RESTORE_PROOFS = ['hash', 'last_receipt', 'receipt'] as const;
export type RestoreProof = (typeof RESTORE_PROOFS)[number];

/** What registers show of a receipt. */
export type ReceiptStanding = 'last' | 'superseded' | 'unknown';

/**
 * What registers, also those made after the deadline, show of the receipt of what an envelope held: nothing is accepted later, so
 * the first of them that knows everything accepted in time tells how the envelope stood then. `superseded`: what the receipt was
 * given for was replaced or withdrawn. `last`: it was not. `unknown`: no register says what became of it until the deadline.
 */
export function judgeReceipt(
  versions: readonly RegisteredVersion[],
  instants: readonly number[],
  { receivedAt, deadline }: { receivedAt: number; deadline: number },
): ReceiptStanding {
  const read = listReadVersions(versions);
  if (wasReplaced(read, receivedAt)) return 'superseded';
  const last = read.at(-1);
  if (last?.submitted !== true || last.changedAt !== receivedAt) return 'unknown';
  // What was written again meanwhile may have been put back, with what it held in between.
  const next = versions[versions.indexOf(last) + 1];
  const isKnown = instants.slice(last.nth, next?.nth).some((at) => at > deadline + UNDER_WAY_MS);
  return isKnown ? 'last' : 'unknown';
}

/**
 * Of registers that say when an envelope changed, one that knows a later change shows that a receipt was superseded. Of others,
 * one that was made after it and has no submitted bid there, or two that have something else each.
 */
function wasReplaced(read: readonly RegisteredVersion[], receivedAt: number): boolean {
  if (read.some(({ changedAt }) => changedAt !== null && changedAt > receivedAt)) return true;
  const after = read.filter(({ dated, at }) => !dated && at >= receivedAt + UNDER_WAY_MS);
  const changes = after.filter(({ countsUploads }) => !countsUploads);
  return changes.length > 1 || after.some(({ submitted }) => submitted === false);
}

/** Whether the newest is what a register had before another one: every change counts the version up, so nobody comes back to it. */
function hasReturned(versions: readonly RegisteredVersion[]): boolean {
  const newest = versions.at(-1)?.fingerprint;
  const others = versions.findLastIndex(({ fingerprint }) => fingerprint !== newest);
  return versions.slice(0, Math.max(0, others)).some(({ fingerprint }) => fingerprint === newest);
}

/** When it was submitted or withdrawn last, by what its head says. */
export function findChange({ state, at, history }: Pick<BidHead, 'state' | 'at' | 'history'>): number | null {
  const said = state === 'submitted' ? at : (history.at(-1)?.at ?? null);
  return said === null ? null : Date.parse(said);
}
