import { createHmac, timingSafeEqual } from 'node:crypto';

/** A secret for one purpose (resident ids, phones, bank accounts …), kept outside the database. */
export interface PurposeKey {
  /** Names the key, so that an old pseudonym can be told from one under a newer key. No colon. */
  id: string;
  /** What it is for: the same value has unrelated pseudonyms under two purposes. */
  purpose: string;
  secret: Buffer;
}

/**
 * `keyId:hex` of the HMAC-SHA-256 of a value. The same person is recognised again without being named, by whoever holds
 * the key: a pseudonym, never anonymous. The caller normalises the value first.
 */
export function pseudonym(key: PurposeKey, value: string): string {
  if (!/^[\w.-]{1,40}$/.test(key.id)) throw new RangeError('a key id is 1 to 40 letters, digits, dots, dashes');
  if (key.secret.length < 32) throw new RangeError('a key has at least 32 bytes');
  const mac = createHmac('sha256', key.secret).update(key.purpose).update('\0').update(value).digest('hex');
  return `${key.id}:${mac}`;
}

/** True where the value has that pseudonym under one of the keys. */
export function matchesPseudonym(keys: readonly PurposeKey[], stored: string, value: string): boolean {
  const key = keys.find((each) => stored.startsWith(`${each.id}:`));
  if (key === undefined) return false;
  const expected = Buffer.from(pseudonym(key, value));
  const given = Buffer.from(stored);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** The last characters alone, for people to recognise a value by; never more than a third of it. */
export function maskedTail(value: string, visible = 4): string {
  const characters = [...value];
  const shown = Math.min(visible, Math.floor(characters.length / 3));
  return '*'.repeat(characters.length - shown) + characters.slice(characters.length - shown).join('');
}
