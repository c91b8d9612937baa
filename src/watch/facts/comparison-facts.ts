import type { MarkKind } from '../../purchase/bids/comparison/print-likeness.rules.js';
import type { Passage } from '../../purchase/bids/comparison/text-likeness.rules.js';

/** How much of one bid could be compared. Counts of its documents; `characters` are letters and digits of its own. */
export interface ReadBidFacts {
  key: string;
  record: string;
  bidder: string;
  documents: number;
  read: number;
  withoutText: number;
  unreadable: number;
  /** Of the unreadable ones, those that are longer than is compared, of which what is beyond was cut or left out; absent: none. */
  cut?: number;
  /** What it says beside its documents is longer than is compared. */
  saidCut?: true;
  characters: number;
}
/** One of the two bids of a pair. */
export interface BidSide {
  key: string;
  record: string;
  bidder: string;
}
export interface LikenessFacts {
  sides: readonly [BidSide, BidSide];
  characters: number;
  passages: readonly Passage[];
  slips: number;
  alterations: readonly string[];
}
/** Another bidder named in a bid. */
export interface NamingFacts {
  in: BidSide;
  named: BidSide;
  /** The member of its consortium that is named; absent: the bidder itself. */
  member?: string;
  kind: 'name' | 'code';
  /** Number of the document, 0: the content itself. */
  no: number;
  times: number;
}
/** A mark that files of two bids bear; `nos` are the numbers of the documents. */
export interface MarkFacts {
  sides: readonly [BidSide, BidSide];
  kind: MarkKind;
  value: string;
  nos: readonly [number, number];
}

/** What the opened bids of a lot have in common, as it was compared behind the opening (C01, C04, C06). Each list by keys. */
export interface ComparisonFacts {
  /** Whether all that the tender gave out could be taken out of the bids before. */
  documents: 'whole' | 'partly';
  bids: readonly ReadBidFacts[];
  likeness: readonly LikenessFacts[];
  names: readonly NamingFacts[];
  marks: readonly MarkFacts[];
  /** Bids of others, in other purchases, by which it was known what many write; absent: not counted. */
  othersKnown?: number;
  /** Of these the ones of the same prefecture with a picture that names its device; absent: not counted, and devices not looked up elsewhere. */
  devicesKnown?: number;
  /** It took more than it may, so that nothing is known of what they have in common. */
  beyondLimits?: true;
}
