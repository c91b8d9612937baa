import { Injectable } from '@nestjs/common';
import type { SealedFile } from '../../../kernel/documents/sealed-files.js';
import { coverText, uncoverText } from '../../../kernel/sealing/covered-text.js';
import { OnlineKeys } from '../../../kernel/sealing/online-keys.js';

/**
 * What an upload answers in the place of a row: the file's random name, its key and what was found of it, covered by an
 * online key and bound to one bid. It lies where the content lies, in the draft's envelope and then inside the seal, and
 * nowhere else: before the opening nothing else leads from a file to its bid.
 */
@Injectable()
export class BidFileHandles {
  constructor(private readonly keys: OnlineKeys) {}

  cover(bid: string, file: SealedFile): string {
    return coverText(this.keys.cover[0], formatSealContext(bid), JSON.stringify(file)).toString('base64url');
  }

  /** Null where it is none of this bid's. */
  uncover(bid: string, handle: string): SealedFile | null {
    const text = uncoverText(this.keys.cover, formatSealContext(bid), Buffer.from(handle, 'base64url'));
    return text === null ? null : (JSON.parse(text) as SealedFile);
  }
}

const formatSealContext = (bid: string): string => `throughline file of a bid 1|${bid}`;
