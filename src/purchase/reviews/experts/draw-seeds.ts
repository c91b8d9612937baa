import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { forPurpose, Keys } from '../../../kernel/config/keys.js';
import { coverText, uncoverText } from '../../../kernel/sealing/covered-text.js';

/** Seeds of draws, under a key that lies outside the database: nobody who reads its rows knows whom a draw will fall on. */
@Injectable()
export class DrawSeeds {
  private readonly ring: Buffer[];

  constructor(keys: Keys) {
    this.ring = forPurpose(keys.identity, 'seed of a draw').map((key) => key.bytes);
  }

  /** 32 random bytes, in hexadecimal. */
  make(): string {
    return randomBytes(32).toString('hex');
  }

  cover(draw: string, seed: string): Buffer {
    return coverText(this.ring[0] as Buffer, formatSealContext(draw), seed);
  }

  /** Null where it was altered or its key is gone. */
  read(draw: string, covered: Buffer): string | null {
    return uncoverText(this.ring, formatSealContext(draw), covered);
  }
}

const formatSealContext = (draw: string): string => `throughline draw of experts 1|${draw}`;
