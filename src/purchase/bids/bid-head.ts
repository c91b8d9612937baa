/** What is kept of a bid beside its content: under the online cover, so that its bidder can be told. */
export interface BidHead {
  state: 'draft' | 'submitted' | 'withdrawn';
  version: number;
  /** Whose it is and where it goes; the blind index says the same to whoever has the online key. */
  organisation: string;
  lot: string;
  /** When it was accepted, by business time, to the microsecond. */
  at: string | null;
  sha256: string | null;
  /** The revision of the documents that it answers. */
  revision: number | null;
  /** Files that were uploaded for it so far, whatever became of them. */
  uploads?: number;
  /** Its audit entries; they are written when it is opened. */
  history: BidEvent[];
}
export interface BidEvent {
  action: 'submitted' | 'withdrawn';
  at: string;
  by: string | null;
  sha256?: string;
}

/** As many as the head holds; older ones go. */
const KEPT_EVENTS = 16;
export const withEvent = (history: readonly BidEvent[], event: BidEvent): BidEvent[] =>
  [...history, event].slice(-KEPT_EVENTS);

/** What a submitted envelope's body holds, each sealed to a key of the tender. */
export interface SealedBid {
  identity: string;
  content: string;
}
/** What the identity key tells: whose, where, and what the content must be. */
export interface BidIdentity {
  bid: string;
  tender: string;
  lot: string;
  organisation: string;
  sha256: string;
  revision: number;
  /** From where it was submitted; absent of what was sealed before that was noted. */
  origin?: BidOriginHashes;
}
/** Keyed hashes, 128 bits each in hexadecimal; two made under one key (`key`) may be compared. */
export interface BidOriginHashes {
  key: string;
  /** Of the person or programme that submitted. */
  account: string;
  /** Of the program that the client named; null where it named none. */
  program: string | null;
  /** Of the client's address; null where nobody vouches for it. */
  network: string | null;
}
