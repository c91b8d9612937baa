import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  countAttempt,
  computeExpiry,
  computeLevel,
  computeRoomWait,
  POLICIES,
  recognise,
  TRUST_MS,
  computeWait,
  type Counter,
  type CounterKind,
} from './sign-in.rules.js';

const NOW = Date.parse('2026-03-02T08:00:00Z');
const fresh = (kind: CounterKind, now = NOW): Counter => ({
  kind,
  level: 0,
  countedAt: now,
  blockedUntil: null,
  trustedUntil: null,
});
/** A guesser who tries again as soon as it is let in, for so long; how often was it let in? */
function guesses(kind: CounterKind, forMs: number): number {
  let counter = fresh(kind);
  let let_in = 0;
  for (let now = NOW; now < NOW + forMs;) {
    const wait = computeWait([counter], now);
    if (wait > 0) now += wait;
    else {
      counter = countAttempt(counter, now);
      let_in++;
      now += 50;
    }
  }
  return let_in;
}

describe('counting wrong passwords', () => {
  it('lets a person mistype ten times, then asks for half a minute, then for longer and longer', () => {
    let counter = fresh('pair');
    for (let i = 0; i < POLICIES.pair.free; i++) {
      counter = countAttempt(counter, NOW);
      expect(computeWait([counter], NOW)).toBe(0);
    }
    let now = NOW;
    const waits = [1, 2, 3, 4, 5, 6, 7].map(() => {
      counter = countAttempt(counter, now);
      const wait = computeWait([counter], now);
      now += wait;
      return Math.round(wait / 1000);
    });
    // After the first quarter of an hour of waiting one attempt is forgotten.
    expect(waits).toEqual([30, 60, 120, 240, 480, 480, 900]);
  });

  it('lets eleven mails into a mailbox in the first hour, and some thirty in a day', () => {
    expect(guesses('mailbox', 3_600_000 - 1)).toBe(11);
    expect(guesses('mailbox', 24 * 3_600_000 - 1)).toBeLessThanOrEqual(36);
  });

  it('lets two mails into a mailbox that leave it room for two, then one an hour; without room asked for there is no wait', () => {
    let counter = fresh('mailbox');
    const waits = [0, 1, 2].map(() => {
      const wait = computeRoomWait(counter, NOW, 2);
      counter = countAttempt(counter, NOW);
      return wait;
    });
    expect(waits).toEqual([0, 0, 3_600_000]);
    expect(computeRoomWait({ ...counter, level: 2 }, NOW + 3_600_000, 2)).toBe(0);
    expect(computeRoomWait({ ...counter, level: 9 }, NOW, 0)).toBe(0);
  });

  it('never makes anybody wait longer than a quarter of an hour', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<CounterKind>('pair', 'known', 'account', 'address', 'everybody'),
        fc.array(fc.integer({ min: 0, max: 2_000_000 }), { maxLength: 300 }),
        (kind, pauses) => {
          let now = NOW;
          let counter = fresh(kind);
          for (const pause of pauses) {
            now += pause;
            counter = countAttempt(counter, now);
            expect(computeWait([counter], now)).toBeLessThanOrEqual(900_000);
            expect(computeLevel(counter, now)).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  it('lets all addresses together guess codes ten thousand times, then once a second at most', () => {
    let counter = { ...fresh('everybody'), level: POLICIES.everybody.free - 1 };
    counter = countAttempt(counter, NOW);
    expect(computeWait([counter], NOW)).toBe(0);
    counter = countAttempt(counter, NOW);
    expect(computeWait([counter], NOW)).toBe(30_000);
    // A year of it against a thousand codes of eighty bits: less than one chance in ten thousand million.
    const year = POLICIES.everybody.free + (365 * 86_400) / POLICIES.everybody.leakSeconds;
    expect((year * 1000) / 2 ** 80).toBeLessThan(1e-10);
  });

  it('does not count what is refused while it waits: hammering does not lengthen the wait', () => {
    let counter = { ...fresh('pair'), level: 20 };
    counter = countAttempt(counter, NOW);
    const until = counter.blockedUntil;
    for (let i = 1; i < 1000; i++) counter = countAttempt(counter, NOW + i);
    expect(counter.blockedUntil).toBe(until);
  });

  it('leaves a guesser from one address fewer than 120 guesses a day at one account', () => {
    expect(guesses('pair', 86_400_000)).toBeLessThan(120);
  });

  it('leaves a guesser with any number of addresses fewer than 1 700 a day at one account', () => {
    expect(guesses('account', 86_400_000)).toBeLessThan(1700);
  });

  it('leaves who has a password, and many addresses, about thirty codes a day of a million', () => {
    expect(guesses('codes', 86_400_000)).toBeLessThan(50);
    const [month, before] = [guesses('codes', 31 * 86_400_000), guesses('codes', 30 * 86_400_000)];
    expect(month - before).toBeLessThanOrEqual(25);
  });

  it('of codes keeps nobody out at a network that the account knows', () => {
    const owner = { ...fresh('pair'), trustedUntil: NOW + TRUST_MS };
    const codes = { ...fresh('codes'), blockedUntil: NOW + 600_000 };
    expect(computeWait(recognise([codes, owner], NOW), NOW)).toBe(0);
    expect(computeWait(recognise([codes, fresh('pair')], NOW), NOW)).toBe(600_000);
  });

  it('forgets: a day later a few mistakes count for nothing', () => {
    let counter = fresh('pair');
    for (let i = 0; i < 10; i++) counter = countAttempt(counter, NOW);
    expect(computeLevel(counter, NOW + 86_400_000)).toBe(0);
    expect(computeExpiry(counter)).toBeLessThan(NOW + 86_400_000);
  });

  it('does not let strangers lock out the owner at an address the account knows', () => {
    const account = { ...fresh('account'), level: 500, blockedUntil: NOW + 600_000 };
    const stranger = fresh('pair');
    const owner = { ...fresh('pair'), trustedUntil: NOW + TRUST_MS };
    const address = { ...fresh('address'), level: 500, blockedUntil: NOW + 700_000 };
    const wait = (...counters: Counter[]) => computeWait(recognise(counters, NOW), NOW);
    expect(wait(account, stranger)).toBe(600_000);
    expect(wait(account, address, stranger)).toBe(700_000);
    expect(wait(account, address, owner)).toBe(0);
    expect(wait(account, { ...owner, trustedUntil: NOW })).toBe(600_000);
  });

  it('lets a hundred wrong passwords an hour through at a known address, and never asks for more than 36 seconds there', () => {
    expect(guesses('known', 3_600_000)).toBeLessThanOrEqual(202);
    expect(guesses('known', 25 * 3_600_000) - guesses('known', 24 * 3_600_000)).toBeLessThanOrEqual(101);
    let counter = { ...fresh('known'), level: 1000 };
    counter = countAttempt(counter, NOW);
    expect(computeWait([counter], NOW)).toBe(36_000);
  });

  it('does not excuse a known address from its own mistakes', () => {
    const owner = { ...fresh('pair'), trustedUntil: NOW + TRUST_MS, blockedUntil: NOW + 30_000 };
    expect(computeWait(recognise([owner], NOW), NOW)).toBe(30_000);
  });
});
