import type { NamedRival } from './named-rivals.rules.js';
import type { SharedMark } from './print-likeness.rules.js';
import type { TextLikeness } from './text-likeness.rules.js';

/** How much of a bid could be compared. */
export interface ComparedBid {
  bid: string;
  /** Documents that it names, and how many of them were read, hold pictures alone, or could not be read. */
  documents: number;
  read: number;
  withoutText: number;
  unreadable: number;
  /** Of the unreadable ones, those that are longer than is compared: what is beyond was cut, or left out. Absent: none. */
  cut?: number;
  /** What the bid says in words of its own, beside its documents, is longer than is compared. */
  saidCut?: true;
  /** Letters and digits that are its own, not the tender's. */
  characters: number;
}

/** Everything is by id of the bids. Only pairs with something in common are listed. */
export interface LotComparisonResult {
  /** Whether the documents of the tender could be taken out: all files that belong to it, or not all of them. */
  documents: 'whole' | 'partly';
  bids: ComparedBid[];
  likeness: ({ a: string; b: string } & TextLikeness)[];
  names: NamedRival[];
  marks: SharedMark[];
  /** Bids of others, in other purchases, by which it is known what many write; at most as many as are asked for. */
  othersKnown?: number;
  /** Of these the ones of the same prefecture that hold a picture which names its camera or scanner. */
  devicesKnown?: number;
  /** The comparison took more than it may: what the bids have in common is not known. */
  beyondLimits?: true;
}
