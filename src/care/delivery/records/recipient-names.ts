import { Injectable } from '@nestjs/common';
import { forPurpose, Keys } from '../../../kernel/config/keys.js';
import { coverText, uncoverText } from '../../../kernel/sealing/covered-text.js';

/** Display names of recipients, under a key that lies outside the database. */
@Injectable()
export class RecipientNames {
  private readonly ring: Buffer[];

  constructor(keys: Keys) {
    this.ring = forPurpose(keys.identity, 'recipient name').map((key) => key.bytes);
  }

  cover(recipient: string, name: string): Buffer {
    return coverText(this.ring[0] as Buffer, formatSealContext(recipient), name);
  }

  /** Null where it was altered, its key is gone, or it was not passed on with who it names. */
  read(recipient: string, covered: Buffer | null): string | null {
    return covered === null ? null : uncoverText(this.ring, formatSealContext(recipient), covered);
  }
}

const formatSealContext = (recipient: string): string => `throughline recipient 1|${recipient}`;
