import { Injectable } from '@nestjs/common';
import type { Reader } from '../../../../kernel/database/reader.js';
import { Envelopes } from '../../../bids/opening/envelopes.js';
import { formatFinalLot } from '../own-bid.js';

/** A final offer that is asked of a bidder in the talks of a lot. */
export interface AskedOffer {
  bidder: string;
  lot: string;
  round: number;
}

/** For a bidder alone: which final offers it has made. Nothing says so but the envelopes, which only their own bidder's name finds. */
@Injectable()
export class MadeFinalOffers {
  constructor(private readonly envelopes: Envelopes) {}

  async isMade(reader: Reader, { bidder, ...talks }: AskedOffer): Promise<boolean> {
    const found = await this.envelopes.byBlinds(reader, this.envelopes.blinds(bidder, formatFinalLot(talks)));
    return found.length > 0;
  }
}
