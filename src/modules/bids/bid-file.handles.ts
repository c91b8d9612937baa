import { Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedFile } from '../../platform/documents/sealed-files.js';
import { OnlineKeys } from '../../platform/sealing/online-keys.js';

const NONCE = 12;
const TAG = 16;

/**
 * What an upload answers in the place of a row: the file's random name, its key and what was found of it, covered by an
 * online key and bound to one bid. It lies where the content lies, in the draft's envelope and then inside the seal, and
 * nowhere else: before the opening nothing else leads from a file to its bid.
 */
@Injectable()
export class BidFileHandles {
  constructor(private readonly keys: OnlineKeys) {}

  cover(bid: string, file: SealedFile): string {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.keys.cover[0], nonce).setAAD(aad(bid));
    const text = Buffer.from(JSON.stringify(file));
    return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url');
  }

  /** Null where it is none of this bid's. */
  uncover(bid: string, handle: string): SealedFile | null {
    const bytes = Buffer.from(handle, 'base64url');
    if (bytes.length <= NONCE + TAG) return null;
    for (const key of this.keys.cover)
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE)).setAAD(aad(bid));
        decipher.setAuthTag(bytes.subarray(-TAG));
        const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
        return JSON.parse(text.toString()) as SealedFile;
      } catch {
        continue;
      }
    return null;
  }
}

const aad = (bid: string): Buffer => Buffer.from(`throughline file of a bid 1|${bid}`);
