import { createHash } from 'node:crypto';

/** Namespace of the demonstration: an invented UUID that is never used for anything else. */
const NAMESPACE = Buffer.from('7d3f0a5e6c1b4e2f9a8d5b7c3e1f2046', 'hex');

/**
 * A name-based id (RFC 9562, version 5): the same key is the same id in every installation, so that the ids of the
 * examples in the documentation can be asked for.
 */
export function demoId(dataset: string, key: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${dataset}/${key}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** `numbered('line', 7)` → `line-007`. */
export const formatNumberedKey = (stem: string, n: number): string => `${stem}-${String(n).padStart(3, '0')}`;
