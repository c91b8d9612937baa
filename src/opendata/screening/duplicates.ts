import { hashText } from './hash.js';
import { Spill } from './spill.js';

/** OCIDs that are held at a time, by their hashes. */
const AT_A_TIME = 400_000;
const ROW = 16;

/**
 * Which lines repeat an OCID. Hashes of all are put aside, and read once for each part of them that memory holds.
 */
export class OcidLedger {
  private readonly spill = new Spill();
  private count = 0;

  constructor(private readonly most = AT_A_TIME) {}

  /** @param ocids two halves of a hash and the position from `base`, of each release */
  add(ocids: Uint32Array, base: number): void {
    const rows = Buffer.alloc((ocids.length / 3) * ROW);
    for (let n = 0; n * 3 < ocids.length; n += 1) {
      rows.writeUInt32LE(ocids[n * 3] ?? 0, n * ROW);
      rows.writeUInt32LE(ocids[n * 3 + 1] ?? 0, n * ROW + 4);
      rows.writeDoubleLE(base + (ocids[n * 3 + 2] ?? 0) + 1, n * ROW + 8);
    }
    this.count += ocids.length / 3;
    this.spill.append(rows);
  }

  /** Each repeated OCID as its key, where it stands again and where it stood first. */
  *listRepeats(): Generator<{ key: number; at: number; first: number }> {
    const parts = Math.max(1, Math.ceil(this.count / this.most));
    for (let part = 0; part < parts; part += 1) {
      const seen = new Map<number, number>();
      for (const rows of this.spill.read()) {
        const bytes = Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength);
        for (let at = 0; at < bytes.length; at += ROW) {
          const high = bytes.readUInt32LE(at);
          if (high % parts !== part) continue;
          const key = toKey(high, bytes.readUInt32LE(at + 4));
          const position = bytes.readDoubleLE(at + 8);
          const first = seen.get(key);
          if (first === undefined) seen.set(key, position);
          else yield { key, at: position, first };
        }
      }
    }
  }

  close(): void {
    this.spill.close();
  }
}

/** 53 bits of the hash. */
const toKey = (high: number, low: number): number => high * 2 ** 21 + (low >>> 11);

export const toOcidKey = (ocid: string): number => toKey(...hashText(ocid));
