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
}
/** The same, as a register says it. */
export interface ParsedEnvelope extends RegisteredEnvelope {
  /** The number of uploads was still a part of the fingerprint: one that differs need not be of something else. */
  countsUploads: boolean;
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
const ENTRY = ID + 2 * HASH + 1;
const COUNT = 4;
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

/** The bytes of a register: how many, then each; zeros to the next whole size. */
export function formatRegister(entries: readonly RegisteredEnvelope[]): Buffer {
  const room = Math.max(1, Math.ceil(entries.length / PADDED_TO)) * PADDED_TO;
  const bytes = Buffer.alloc(COUNT + room * ENTRY);
  bytes.writeUInt32BE(entries.length, 0);
  for (const [i, { id, blind, fingerprint, submitted }] of entries.entries()) {
    const at = COUNT + i * ENTRY;
    bytes.write(id.replaceAll('-', ''), at, 'hex');
    bytes.write(blind, at + ID, 'hex');
    bytes.write(fingerprint, at + ID + HASH, 'hex');
    const state = STATES.findLastIndex((each) => each.submitted === submitted);
    bytes.writeUInt8(state, at + ID + 2 * HASH);
  }
  return bytes;
}

export function parseRegister(bytes: Buffer): ParsedEnvelope[] {
  return Array.from({ length: bytes.readUInt32BE(0) }, (_, i) => {
    const at = COUNT + i * ENTRY;
    const hex = bytes.toString('hex', at, at + ENTRY);
    const id = hex.slice(0, 2 * ID).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return {
      id,
      blind: hex.slice(2 * ID, 2 * (ID + HASH)),
      fingerprint: hex.slice(2 * (ID + HASH), 2 * (ID + 2 * HASH)),
      ...(STATES[bytes.readUInt8(at + ID + 2 * HASH)] ?? UNREAD),
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
 * Whether registers show that what was received at an instant was replaced or withdrawn: one that was made after it has no
 * submitted bid there, or two have something else each.
 */
export function wasReplaced(versions: readonly RegisteredVersion[], receivedAt: number): boolean {
  const after = listReadVersions(versions).filter(({ at }) => at >= receivedAt + UNDER_WAY_MS);
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
function findChange({ state, at, history }: Pick<BidHead, 'state' | 'at' | 'history'>): number | null {
  const said = state === 'submitted' ? at : (history.at(-1)?.at ?? null);
  return said === null ? null : Date.parse(said);
}
