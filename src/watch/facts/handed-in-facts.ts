import type { Moment } from '../../kernel/clock/moment.js';
import type { PersonRef } from './bidder-facts.js';
import type { Fen } from './fact-values.js';

/** Points of a review, as decimal text: in all, and of its parts. Null = not known. */
interface ScoreFacts {
  total: string | null;
  technical: string | null;
  price: string | null;
}

/** When a bid came in: first, and as it stands. As finely as it is known; null = not known. */
interface ReceiptFacts {
  first: Moment | null;
  standing: Moment | null;
}

/** A body by its business key, as it is named. */
export interface NamedBody {
  key: string;
  name: string;
}

/** A file of a bid. */
interface DocumentFacts {
  /** Its place among the documents of the bid. */
  no: number;
  sha256: string;
  /** Bytes. */
  size: number;
}

/**
 * What one bidder handed in for a lot, and what became of it. It is read after the opening; how a bid fared in a review here
 * only once the result is published. A null list is not known, an empty one is known to be empty. Persons, numbers and
 * addresses are keys: what may be shown of them is their label. Each source that adds to it is a loader of its own
 * (`handed-in/handed-in.queries.ts`), which says what it knows by the key of the bidder.
 */
export interface HandedIn {
  /** Business key of the bidder, as in the bid. */
  key: string;
  record: string;
  bidder: string;
  /** Opened here: what was late was refused at its door. */
  here: boolean;
  status: 'valid' | 'rejected' | 'withdrawn' | null;
  rank: number | null;
  score: ScoreFacts;
  /** What was offered before the talks. */
  firstPrice: Fen | null;
  price: Fen | null;
  /** Why it was rejected: the code of a review here, and the words. */
  rejection: { code: string | null; text: string | null } | null;
  received: ReceiptFacts;
  /** The revision of the documents that it answers. */
  revision: number | null;
  team: readonly PersonRef[] | null;
  contacts: readonly PersonRef[] | null;
  phones: readonly PersonRef[] | null;
  mails: readonly PersonRef[] | null;
  documents: readonly DocumentFacts[] | null;
  /** Whom the bid, its award or its contract names as subcontractors. */
  subcontractors: readonly NamedBody[] | null;
  /** From where it was submitted here; null where that is not known. */
  origin: OriginFacts | null;
}

/** By keyed hashes: they say whether two are the same, and nothing else. */
export interface OriginFacts {
  /** Who submitted, person or programme. */
  account: PersonRef;
  /** The program that the client named, and its address; null where nobody vouches for it. Neither is a sign by itself. */
  program: PersonRef | null;
  network: PersonRef | null;
}

/** Receipts of all bids of one lot, for what is compared over several lots. */
export interface MeetingFacts {
  /** Business key of the lot. */
  key: string;
  record: string;
  /** Business key of its purchase: lots of one purchase are one occasion. */
  purchase: string;
  /** Until when bids were due; null where that is not known to the second. */
  deadline: Moment | null;
  /** Each bidder of the lot whose receipt is known to the second. */
  receipts: readonly { key: string; at: string }[];
  /** Whether every bidder of the lot is among them, as many as it is said to have had. */
  whole: boolean;
}
