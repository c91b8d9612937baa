import { createHash, randomBytes } from 'node:crypto';

/** What lies in the database in place of a secret. Secrets are random, so one plain SHA-256 is enough. */
export const digest = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

/** 256 random bits that travel in a JSON text. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

export const API_KEY_PREFIX = 'tlk_';
export const newApiKey = (): string => `${API_KEY_PREFIX}${randomSecret()}`;
/** What a list shows of a key, so that its owner can tell it from others. */
export const formatKeyHint = (key: string): string => `${key.slice(0, API_KEY_PREFIX.length + 4)}…`;

/** Crockford's base 32: no I, L, O, U, so that a code read aloud or from paper stays itself. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Five random bits for each character, in groups: `7KQ2M-…`. */
export function readableCode(groups: number, size: number): string {
  const characters = Array.from(randomBytes(groups * size), (byte) => ALPHABET[byte % 32]);
  return Array.from({ length: groups }, (_, i) => characters.slice(i * size, (i + 1) * size).join('')).join('-');
}

/** 100 random bits as four groups of five characters. */
export const newSetupCode = (): string => readableCode(4, 5);
const SETUP_CODE_LENGTH = 20;

/** The halves of a plain code that two administrators gave, as they were typed one after the other. */
export const splitSetupCode = (plain: string): [string, string] => [
  plain.slice(0, SETUP_CODE_LENGTH),
  plain.slice(SETUP_CODE_LENGTH),
];

/**
 * A code as a person typed it: case, full width, spaces, dashes and other signs do not matter, nor O for 0 or I and L for 1. A Chinese
 * keyboard types full width.
 */
export const plainSetupCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
