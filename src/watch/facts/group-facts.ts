import type { FactsBase, Fen } from './fact-types.js';
import type { ScreenedFinding } from '../screening/screening-types.js';

/** A bid of a lot that a finding over many lots rests on. */
interface GroupBid {
  /** Keys of lot and bidder. */
  key: string;
  record: string;
  price: Fen | null;
  technical: number | null;
  status: 'valid' | 'rejected' | 'withdrawn';
  won: boolean;
}

/** N01–N08 and N10–N14: what one rule over many lots found of one group of a market. */
export interface GroupFacts extends FactsBase {
  market: { category: string; region: string; firstYear: number };
  /** Null until a screening run over the market as it is now: M findings could be assessed, at this level. */
  screening: { screened: number; level: string } | null;
  /** Figures rounded to 6 significant digits. */
  finding: ScreenedFinding;
  /** By their keys; empty where the finding is of the market. */
  members: readonly { key: string; record: string; name: string }[];
  /** What the finding rests on, with a hash of each lot as it was read. */
  lots: readonly { key: string; record: string; hash: string }[];
  /** The bids of these lots where the finding stands out: they make an old flag reproducible. */
  bids: readonly GroupBid[];
}
