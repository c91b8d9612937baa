/**
 * How often a password may be guessed. Attempts are counted before the password is looked at, so that guesses sent side
 * by side do not outrun the count, and a right one takes its own count back. Each counter leaks, so what happened
 * yesterday does not matter; above its free level the next attempt waits, twice as long each time, never longer than a
 * quarter of an hour. What is refused while it waits is not counted: nobody is locked out for ever.
 *
 * Where an account has signed in from a network before, what others do there must not keep its owner out: at most a hundred
 * wrong passwords an hour are let through (OWASP ASVS 4.0.3, 2.2.1), then one after the other at that pace, and neither the
 * count of the account nor that of the network holds.
 */
export type CounterKind = 'pair' | 'known' | 'account' | 'codes' | 'address' | 'everybody' | 'mailbox';

interface Policy {
  /** Attempts that cost nothing. */
  free: number;
  /** Seconds after which one attempt is forgotten. */
  leakSeconds: number;
}
export const POLICIES: Record<CounterKind, Policy> = {
  /** One account from one address: the ordinary guesser, and the person who forgot. */
  pair: { free: 10, leakSeconds: 900 },
  /** The same where the account is known to sign in from: a hundred an hour. */
  known: { free: 100, leakSeconds: 36 },
  /** One account from everywhere: a guesser with many addresses. */
  account: { free: 100, leakSeconds: 60 },
  /** Codes of one second factor from everywhere: who tries them has the password, and three of a million are right at any time. */
  codes: { free: 10, leakSeconds: 3600 },
  /** One address against everybody: one password tried on many accounts. Many people may share it. */
  address: { free: 100, leakSeconds: 30 },
  /** One-time codes without an account, from everywhere. So many that only many addresses together reach it. */
  everybody: { free: 10_000, leakSeconds: 1 },
  /** Mails to one mailbox, whoever has them sent: five at once, eleven in the first hour, then one an hour. */
  mailbox: { free: 4, leakSeconds: 3600 },
};

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 900_000;
/** Kinds of which one more is let in, in the end, for each that is forgotten. */
const WAITS_A_LEAK: ReadonlySet<CounterKind> = new Set(['known', 'codes', 'mailbox']);
/** An address from which an account was signed in to is known to it this long. */
export const TRUST_MS = 30 * 86_400_000;

/** One counter as stored; times in milliseconds of the database's clock. */
export interface Counter {
  kind: CounterKind;
  level: number;
  countedAt: number;
  blockedUntil: number | null;
  trustedUntil: number | null;
}

/** The level now, after what has leaked since it was counted. */
export const computeLevel = (counter: Counter, now: number): number =>
  Math.max(0, counter.level - Math.max(0, now - counter.countedAt) / 1000 / POLICIES[counter.kind].leakSeconds);

/** The counters by the kinds that hold now: a pair whose network the account knows is a known one. */
export const recognise = <C extends Counter>(counters: readonly C[], now: number): C[] =>
  counters.map((c) => (c.kind === 'pair' && (c.trustedUntil ?? 0) > now ? { ...c, kind: 'known' } : c));

/**
 * How long this attempt has to wait, in milliseconds; 0 lets it pass. From a network the account knows it does not wait for
 * what is done to the account elsewhere, nor to others there: otherwise guessing would be a way to lock its owner out.
 */
export function computeWait(counters: readonly Counter[], now: number): number {
  const known = counters.some((c) => c.kind === 'known');
  const waits = counters
    .filter((c) => !(known && ['account', 'codes', 'address'].includes(c.kind)))
    .map((c) => Math.max(0, (c.blockedUntil ?? 0) - now));
  return Math.max(0, ...waits);
}

/** How long until one more attempt leaves `room` others that cost nothing, in milliseconds; 0 room asks for none. */
export function computeRoomWait(counter: Counter, now: number, room: number): number {
  const { free, leakSeconds } = POLICIES[counter.kind];
  return room === 0 ? 0 : Math.max(0, computeLevel(counter, now) + 1 + room - free) * leakSeconds * 1000;
}

/** The counter after one more attempt. One that still blocks stays as it is. */
export function countAttempt(counter: Counter, now: number): Counter {
  if ((counter.blockedUntil ?? 0) > now) return counter;
  const level = computeLevel(counter, now) + 1;
  const { free, leakSeconds } = POLICIES[counter.kind];
  const over = Math.ceil(level - free);
  const longest = WAITS_A_LEAK.has(counter.kind) ? leakSeconds * 1000 : LONGEST_WAIT_MS;
  const wait = over <= 0 ? 0 : Math.min(longest, FIRST_WAIT_MS * 2 ** Math.min(over - 1, 10));
  return { ...counter, level, countedAt: now, blockedUntil: wait === 0 ? null : now + wait };
}

/** When a counter says nothing any more and may be deleted. */
export const computeExpiry = (counter: Counter): number =>
  Math.max(
    counter.countedAt + counter.level * POLICIES[counter.kind].leakSeconds * 1000,
    counter.blockedUntil ?? 0,
    counter.trustedUntil ?? 0,
  );
