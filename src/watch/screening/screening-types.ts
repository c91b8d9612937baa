/** How a lot's price is formed; null = not known, which is never guessed. */
type MarketPricing = 'fixed' | 'competitive' | null;

/** Null = not known, and neither that it stood nor that it did not. */
type MarketBidStatus = 'valid' | 'rejected' | 'withdrawn' | null;

/** One bid as a screening reads it. */
export interface MarketBid {
  /** Business key of the bidder, the same in all lots of a screening. */
  bidder: string;
  /** In fen; the final offer in consultations and negotiations; null = not known. */
  price: string | null;
  /** Technical points of this bid; null = not known. */
  technical: number | null;
  status: MarketBidStatus;
  won: boolean;
  rank: number | null;
  /** Business keys of those the bidder names, or later takes, as subcontractors; absent = not known. */
  subcontractors?: readonly string[];
  /** Why it was rejected, as recorded. */
  rejectedFor?: string | null;
}

/** One lot of a market: plain JSON, no instants, no ids of this database. */
export interface MarketLot {
  /** Business key: tender key and lot number. */
  key: string;
  /** Business key of the tender: what its lots have in common (bidders, panel, ceilings, discounts) is one occasion. */
  purchase: string;
  /** Day of the award, or of the deadline where there is none; `YYYY-MM-DD`. */
  day: string;
  /** Set where only its month or year is known: `day` is the first of it, which orders nothing. */
  dayUnknown?: true;
  category: string | null;
  region: string | null;
  year: number | null;
  buyer: string | null;
  /** Keys of the service lines that it is for, and no other lot of the purchase; absent = not known. */
  services?: readonly string[];
  agent: string | null;
  method: string | null;
  pricing: MarketPricing;
  /** Set where nobody said that prices compete: its bids, which name different ones, show it. */
  pricingOfBids?: true;
  /** In fen; null = not known or none. */
  ceiling: string | null;
  /** Number of bids as published; null = not known. */
  bidCount: number | null;
  bids: readonly MarketBid[];
}

export type FindingScope = 'group' | 'pair' | 'market' | 'buyer' | 'agent' | 'buyer_agent' | 'bidder';

/** Why a rule could not judge a group of the right kind, or why it does not apply to it. */
export interface ScreeningReason {
  code:
    | 'too_few_lots'
    | 'too_few_reference_lots'
    | 'too_few_lots_without'
    | 'too_many_groups'
    | 'no_power'
    | 'missing'
    | 'fixed_price'
    | 'none_won'
    | 'one_winner'
    | 'one_place'
    | 'several_winners'
    | 'firm_effects'
    | 'figure';
  /** Fields that are missing. */
  fields?: readonly string[];
  /** What was there, and what the rule needs. */
  seen?: number;
  needed?: number;
}

/** What one rule says of one group. Not yet a flag: `screenMarket` decides over all findings together. */
export interface GroupFinding {
  rule: string;
  version: number;
  scope: FindingScope;
  /** Business keys, sorted. */
  members: readonly string[];
  /** Keys of the lots it rests on, sorted. */
  lots: readonly string[];
  /** How many things were counted (lots, scores, awards), in the rule's own unit. */
  n: number;
  /** One-sided; null = not assessable or a figure only. */
  p: number | null;
  /**
   * No p of this group could be smaller, whichever of these winners had won which of these lots, by every null that the rule asks
   * and with what a kept service gains as it was read: drawn 2 000 times, so none below one in 2 000 is told; null where nothing could be judged, whatever had been found.
   */
  smallestP: number | null;
  /** Set where p could have been small had more happened: a smallest p that is large then means that little did. */
  wouldShow?: true;
  statistic: { name: string; value: number };
  /** Set where p is null. */
  reason: ScreeningReason | null;
  /** Figures for texts and pictures. */
  figures: Readonly<Record<string, number | string | null>>;
}

/** What closed periods before said of a market. Immutable; serialisable; a function of its lots alone. */
export interface Baseline {
  stratum: { category: string | null; region: string | null };
  /** Lots before this day made it; `YYYY-MM-DD`; null = no earlier period. */
  cutOff: string | null;
  seed: string;
  lots: number;
  /** Mean log distance of a firm's prices from its lots' means, by bidder. */
  firmEffects: Readonly<Record<string, { effect: number; bids: number }>>;
  /** Standard deviation of log prices within lots, firm effects removed; null below 20 lots. */
  spread: number | null;
  /** Share of valid bids that won, by bidder. */
  winPropensities: Readonly<Record<string, { wins: number; bids: number }>>;
}

/** A group that is looked at, chosen by who bids together alone: prices, scores and winners play no part. */
export interface CandidateGroup {
  /** Sorted. */
  members: readonly string[];
  /** Indexes of the lots in which all of them bid, by day and key. */
  lots: readonly number[];
  /** How much more often they meet than their activity explains (log-likelihood ratio); gives its weight. */
  score: number;
}

/** A rule over many lots: pure; the same findings in the same order whatever the order of lots and bids. */
export interface GroupRule {
  id: string;
  version: number;
  /** False: figures that condition other rules (co-bidding, one recurrent winner); never triggers. */
  triggers: boolean;
  /** `seed`: at least 32 hexadecimal digits. */
  screen(market: readonly MarketLot[], baseline: Baseline, seed: string): GroupFinding[];
}

type ScreenedState = 'triggered' | 'clear' | 'insufficient_data' | 'not_applicable';

/** A finding with what the whole screening makes of it. */
export interface ScreenedFinding extends GroupFinding {
  state: ScreenedState;
  /** Share of the error budget that was this finding's; all of a market's sum to at most 1. */
  weight: number;
  /** p had to be at most this. */
  threshold: number | null;
}

export interface MarketScreening {
  q: number;
  /** How many findings could be assessed. */
  screened: number;
  /** Of them those of each rule, by its id; a rule that could assess none is not there. */
  screenedByRule: Readonly<Record<string, number>>;
  findings: readonly ScreenedFinding[];
}
