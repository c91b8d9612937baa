import type { FactsBase } from './fact-types.js';
import type { Fen } from './fact-values.js';
import type { ScreenedFinding } from '../screening/screening-types.js';

/** A bid of a lot that a finding over many lots rests on. */
interface GroupBid {
  /** Keys of lot and bidder. */
  key: string;
  record: string;
  price: Fen | null;
  technical: number | null;
  status: 'valid' | 'rejected' | 'withdrawn' | null;
  won: boolean;
}

/** A lot that a finding rests on: what is known of it beside its bids, so that a correction of it is one of the finding. */
export interface GroupLot {
  key: string;
  record: string;
  /** Of the lot with its bids, as it was read. */
  hash: string;
  terms: {
    /** Of the tender: where all this is said, and corrected. */
    record: string;
    /** `YYYY-MM-DD`, of the award or else of the deadline. */
    day: string;
    method: string | null;
    pricing: 'fixed' | 'competitive' | null;
    /** Set where nobody said so: its bids name different prices. */
    pricingOfBids?: true;
    ceiling: Fen | null;
    bidCount: number | null;
    /** Keys of the service lines that it is for; absent where nobody said, or the rule does not ask who served before. */
    services?: readonly string[];
  };
}

/** N01–N08 and N10–N14: what one rule over many lots found of one group of a market. */
export interface GroupFacts extends FactsBase {
  market: { category: string; region: string; firstYear: number };
  /** Null until a screening run over the market as it is now: so many findings of this market could be assessed, at this level. */
  screening: { screened: number; level: string } | null;
  /** Figures rounded to 6 significant digits. */
  finding: ScreenedFinding;
  /** By their keys; empty where the finding is of the market. */
  members: readonly { key: string; record: string; name: string }[];
  /** What the finding rests on. */
  lots: readonly GroupLot[];
  /** The bids of these lots where the finding stands out: they make an old flag reproducible. */
  bids: readonly GroupBid[];
}
