import { Injectable } from '@nestjs/common';
import { forPurpose, Keys } from '../../../kernel/config/keys.js';
import { coverText, uncoverText } from '../../../kernel/sealing/covered-text.js';

/** Names of workers, under a key that lies outside the database. */
@Injectable()
export class WorkerNames {
  private readonly ring: Buffer[];

  constructor(keys: Keys) {
    this.ring = forPurpose(keys.identity, 'worker name').map((key) => key.bytes);
  }

  cover(worker: string, name: string): Buffer {
    return coverText(this.ring[0] as Buffer, formatSealContext(worker), name);
  }

  /** Null where it was altered or its key is gone. */
  read(worker: string, covered: Buffer): string | null {
    return uncoverText(this.ring, formatSealContext(worker), covered);
  }
}

const formatSealContext = (worker: string): string => `throughline worker 1|${worker}`;
