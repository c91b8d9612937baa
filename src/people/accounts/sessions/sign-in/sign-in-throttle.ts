import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { PUBLIC } from '../../../../kernel/access/principal.js';
import { forPurpose, Keys, type Key } from '../../../../kernel/config/keys.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { toNetwork } from '../../../../kernel/http/network.js';
import {
  countAttempt,
  computeExpiry,
  recognise,
  TRUST_MS,
  computeRoomWait,
  computeWait,
  type Counter,
  type CounterKind,
} from './sign-in.rules.js';

interface Row {
  key: Buffer;
  level: number;
  counted_at: Date;
  blocked_until: Date | null;
  trusted_until: Date | null;
  now: Date;
}
type Stored = Counter & { key: Buffer };

/** An attempt that was let through and counted; whoever proves to be right takes it back. */
export interface Attempt {
  readonly counters: readonly Stored[];
}

/** Rows deleted with each attempt, oldest first: more than an attempt can add. */
const SWEEP = 10;

/**
 * Counts attempts to sign in, in the database, so that any number of processes count together. The counters are locked
 * while they are read and raised; the password is looked at afterwards, outside the lock.
 */
@Injectable()
export class SignInThrottle {
  private readonly key: Key;

  constructor(
    keys: Keys,
    private readonly transactions: Transactions,
  ) {
    this.key = forPurpose(keys.identity, 'sign-in attempt')[0];
  }

  /** Whether the account has signed in from there: then neither what others guess there nor how often they ask holds it up. */
  async knows(login: string, address: string): Promise<boolean> {
    const pair = Buffer.from(this.name('pair', login.toLowerCase(), toNetwork(address)), 'hex');
    const rows = await this.transactions.reader.query<object[]>(
      `SELECT FROM sign_in_attempt WHERE key = $1 AND trusted_until > clock_timestamp()`,
      [pair],
    );
    return rows.length > 0;
  }

  /** @throws Problem `throttled`, with the seconds to wait. `login` is null where the caller names no account. */
  enter(login: string | null, address: string): Promise<Attempt> {
    return this.count(this.nameCounters(login, address, 'account'));
  }

  /** The same for codes of a second factor, of which an account takes few: `name` is theirs. */
  enterByFactor(name: string, address: string): Promise<Attempt> {
    return this.count(this.nameCounters(name, address, 'codes'));
  }

  private nameCounters(login: string | null, address: string, everywhere: 'account' | 'codes') {
    const network = toNetwork(address);
    const kinds = new Map<string, CounterKind>([[this.name('address', network), 'address']]);
    if (login !== null) {
      kinds.set(this.name(everywhere, login.toLowerCase()), everywhere);
      kinds.set(this.name('pair', login.toLowerCase(), network), 'pair');
    }
    return kinds;
  }

  /**
   * The same for a code that names no account: by address, and by all addresses together. The code says nothing of where
   * it belongs before it is found, so that what is guessed is counted over everything that such codes open (`what`).
   */
  enterByCode(what: string, address: string): Promise<Attempt> {
    return this.count(
      new Map<string, CounterKind>([
        [this.name('address', what, toNetwork(address)), 'address'],
        [this.name('everybody', what), 'everybody'],
      ]),
    );
  }

  /**
   * The same for a mail to a mailbox, whoever has it sent and for whatever account: nobody's mailbox is filled. It counts where
   * the transaction that orders the mail does. `room` mails must be free after it.
   */
  async enterByMailbox(tx: Tx, address: string, room = 0): Promise<void> {
    const [local = '', domain = ''] = address.toLowerCase().split('@');
    await this.countKinds(tx, new Map([[this.name('mailbox', local.replace(/\+.*/, ''), domain), 'mailbox']]), room);
  }

  private count(kinds: ReadonlyMap<string, CounterKind>): Promise<Attempt> {
    return this.transactions.run(PUBLIC, (tx) => this.countKinds(tx, kinds));
  }

  private async countKinds(tx: Tx, kinds: ReadonlyMap<string, CounterKind>, room = 0): Promise<Attempt> {
    const rows = await this.lock(tx, [...kinds.keys()].sort());
    const now = Math.max(...rows.map((row) => row.now.getTime()));
    const before = recognise(
      rows.map((row) => toCounter(row, kinds.get(row.key.toString('hex')) as CounterKind)),
      now,
    );
    const wait = Math.max(computeWait(before, now), ...before.map((counter) => computeRoomWait(counter, now, room)));
    if (wait > 0) throw new Problem('throttled', { retryAfterSeconds: Math.ceil(wait / 1000) });
    // A counter that blocks everybody but this caller is left alone, now and when the attempt is forgiven.
    const counters = before
      .filter((counter) => (counter.blockedUntil ?? 0) <= now)
      .map((counter) => ({ ...countAttempt(counter, now), key: counter.key }));
    await this.write(tx, counters);
    return { counters };
  }

  /**
   * The attempts were right: they count for nothing, and their address is known to the account from now on. Attempts of others
   * stay counted.
   */
  async forgive(tx: Tx, ...attempts: Attempt[]): Promise<void> {
    for (const { key, kind, blockedUntil } of sortCounters(attempts))
      await tx.query(
        isPair(kind)
          ? `UPDATE sign_in_attempt SET level = 0, blocked_until = NULL, trusted_until = clock_timestamp() + $2 * interval '1 ms',
               forget_at = clock_timestamp() + $2 * interval '1 ms' WHERE key = $1`
          : `UPDATE sign_in_attempt SET level = greatest(0, level - 1),
               blocked_until = CASE WHEN blocked_until = $2 THEN NULL ELSE blocked_until END WHERE key = $1`,
        [key, isPair(kind) ? TRUST_MS : blockedUntil === null ? null : new Date(blockedUntil)],
      );
  }

  /** Half of a sign-in was right: it counts for nothing, but makes no network known to the account. */
  async release(tx: Tx, ...attempts: Attempt[]): Promise<void> {
    for (const { key, blockedUntil } of sortCounters(attempts))
      await tx.query(
        `UPDATE sign_in_attempt SET level = greatest(0, level - 1),
           blocked_until = CASE WHEN blocked_until = $2 THEN NULL ELSE blocked_until END WHERE key = $1`,
        [key, blockedUntil === null ? null : new Date(blockedUntil)],
      );
  }

  private name(kind: CounterKind, ...parts: string[]): string {
    return createHmac('sha256', this.key.bytes)
      .update([kind, ...parts].join('\n'))
      .digest('hex');
  }

  /** Makes the rows that are missing and locks all, in one order so that two attempts never wait for each other. */
  private async lock(tx: Tx, keys: string[]): Promise<Row[]> {
    await deleteEndedAttempts(tx, SWEEP, keys);
    return tx.query<Row>(
      `INSERT INTO sign_in_attempt AS a (key) SELECT k FROM unnest($1::bytea[]) AS k
       ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key
       RETURNING a.key, a.level, a.counted_at, a.blocked_until, a.trusted_until, clock_timestamp() AS now`,
      [keys.map((key) => Buffer.from(key, 'hex'))],
    );
  }

  private async write(tx: Tx, counters: readonly Stored[]): Promise<void> {
    const date = (ms: number | null) => (ms === null ? null : new Date(ms));
    await tx.query(
      `UPDATE sign_in_attempt a SET level = v.level, counted_at = v.counted_at, blocked_until = v.blocked_until,
         forget_at = v.forget_at
       FROM unnest($1::bytea[], $2::float8[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
         AS v(key, level, counted_at, blocked_until, forget_at)
       WHERE a.key = v.key`,
      [
        counters.map((c) => c.key),
        counters.map((c) => c.level),
        counters.map((c) => date(c.countedAt)),
        counters.map((c) => date(c.blockedUntil)),
        counters.map((c) => date(computeExpiry(c))),
      ],
    );
  }
}

/** In the order in which they are counted: attempts share the counter of their address. */
const sortCounters = (attempts: readonly Attempt[]): Stored[] =>
  attempts.flatMap(({ counters }) => counters).sort((a, b) => a.key.compare(b.key));

const isPair = (kind: CounterKind): boolean => kind === 'pair' || kind === 'known';

const toCounter = (row: Row, kind: CounterKind): Stored => ({
  key: row.key,
  kind,
  level: row.level,
  countedAt: row.counted_at.getTime(),
  blockedUntil: row.blocked_until?.getTime() ?? null,
  trustedUntil: row.trusted_until?.getTime() ?? null,
});

/** Counters that slow down nobody any more and vouch for nobody, but these; oldest first and so many at most. Answers how many they were. */
export async function deleteEndedAttempts(tx: Tx, most: number, but: readonly string[] = []): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM sign_in_attempt WHERE key IN (SELECT key FROM sign_in_attempt
       WHERE forget_at < clock_timestamp() AND NOT key = ANY ($1::bytea[])
       ORDER BY forget_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING forget_at`,
    [but.map((key) => Buffer.from(key, 'hex')), most],
  );
  return rows.length;
}
