import type { OwnBid } from '../bid-owners.js';
import type { AskedPlace } from '../bid-place.js';

/** A bid with its place as they were when it was written, so that the answer reads neither again. */
export class SubmittedBid {
  constructor(
    readonly own: OwnBid,
    readonly place: AskedPlace,
  ) {}
}
