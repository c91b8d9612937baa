import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** A text, or bytes, under a key, by AES-256-GCM and bound to its place: put elsewhere it is an altered one. */
export function coverText(key: Buffer, place: string, text: string | Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(Buffer.from(text)), cipher.final(), cipher.getAuthTag()]);
}

/** The text under any of these keys; null where it was altered or belongs to another place. */
export const uncoverText = (keys: readonly Buffer[], place: string, covered: Buffer): string | null =>
  uncoverBytes(keys, place, covered)?.toString('utf8') ?? null;

export function uncoverBytes(keys: readonly Buffer[], place: string, covered: Buffer): Buffer | null {
  if (covered.length < NONCE + TAG) return null;
  for (const key of keys)
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, covered.subarray(0, NONCE)).setAAD(Buffer.from(place));
      decipher.setAuthTag(covered.subarray(-TAG));
      return Buffer.concat([decipher.update(covered.subarray(NONCE, -TAG)), decipher.final()]);
    } catch {
      continue;
    }
  return null;
}
