import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * An envelope under an online key: a head of one size, and a body padded to a size class. Both are sealed by AES-256-GCM
 * under the envelope's id, so that a part of one put into another is an altered one. A draft and a sealed offer are of one
 * form and, for one content, of one class.
 */
const HEAD_BYTES = 4096;
export const SIZE_CLASSES = [16, 64, 256, 1024, 2048].map((kib) => kib * 1024);
const NONCE = 12;
const TAG = 16;
const LENGTH = 4;
const OVERHEAD = NONCE + LENGTH + TAG;

/** Room for the content as it is, and for the same sealed and written in base64 with what says whose it is. */
const computeEnvelopeRoom = (bytes: number): number => Math.ceil((bytes + 48) / 3) * 4 + 2048;

/** The most bytes that some class holds. */
export const LARGEST_CONTENT = Math.floor(((SIZE_CLASSES.at(-1) as number) - 2048) / 4) * 3 - 48;

/** The class that holds a content of so many bytes; undefined where none does. */
export const findSizeClass = (bytes: number): number | undefined =>
  SIZE_CLASSES.find((size) => size >= computeEnvelopeRoom(bytes));

function close(key: Buffer, name: string, text: Buffer, size: number): Buffer {
  if (text.length > size) throw new RangeError(`${name}: ${text.length} bytes do not fit into ${size}`);
  const padded = Buffer.alloc(LENGTH + size);
  padded.writeUInt32BE(text.length, 0);
  text.copy(padded, LENGTH);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
}

function open(keys: readonly Buffer[], name: string, closed: Buffer): Buffer | null {
  if (closed.length < OVERHEAD) return null;
  for (const key of keys)
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, closed.subarray(0, NONCE)).setAAD(Buffer.from(name));
      decipher.setAuthTag(closed.subarray(-TAG));
      const padded = Buffer.concat([decipher.update(closed.subarray(NONCE, -TAG)), decipher.final()]);
      return padded.subarray(LENGTH, LENGTH + padded.readUInt32BE(0));
    } catch {
      continue;
    }
  return null;
}

export function closeEnvelope(key: Buffer, id: string, head: Buffer, body: Buffer, sizeClass: number): Buffer {
  return Buffer.concat([close(key, `head ${id}`, head, HEAD_BYTES), close(key, `body ${id}`, body, sizeClass)]);
}

/** How many bytes of an envelope its head takes. */
export const CLOSED_HEAD = HEAD_BYTES + OVERHEAD;

/** The head alone, of those bytes; null where it was altered. */
export const openHead = (keys: readonly Buffer[], id: string, closed: Buffer): Buffer | null =>
  open(keys, `head ${id}`, closed);

/** Head and body, each null where it was altered. */
export function openEnvelope(
  keys: readonly Buffer[],
  id: string,
  ciphertext: Buffer,
): { head: Buffer | null; body: Buffer | null } {
  return {
    head: openHead(keys, id, ciphertext.subarray(0, CLOSED_HEAD)),
    body: open(keys, `body ${id}`, ciphertext.subarray(CLOSED_HEAD)),
  };
}
