import { IsIn } from 'class-validator';
import { TextUpTo } from '../../../kernel/http/validation/fields.js';
import { BodyRef } from '../../tenders/reads/tender-view.dto.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import type { BidState } from '../bid.lifecycle.js';
import type { RestoreProof } from './registers/register.rules.js';
import { STOP_REASONS, type StopReason } from './instants/stop-reasons.js';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';

const OPENING_ACTIONS = ['request_opening', 'withdraw_opening_request', 'open_bids'] as const;
/** The second person's order. */
export class OpenBidsDto {
  /** Why later than `calledFor`; needed from a quarter of an hour on. */
  @TextUpTo(2000, 'optional')
  lateReason?: string | null;
}
/** Which of the three steps of an opening is asked for, where the address does not say it. */
export class OpeningActionDto extends OpenBidsDto {
  @IsIn(OPENING_ACTIONS)
  action: (typeof OPENING_ACTIONS)[number];
}

/** A bid as it was found at the opening. */
export class OpenedBidDto {
  id: Uuid;
  bidder: BodyRef;
  /** `unreadable`: its envelope was altered. What the review made of it is read by the bodies of the purchase alone until the result. */
  state: BidState;
  /** Yuan; null in a consultation. */
  price: string | null;
  receivedAt: Instant | null;
  /** SHA-256 of the canonical content; null in a consultation. */
  sha256: string | null;
  revision: number | null;
  /** The documents were corrected after it was submitted. */
  stale: boolean;
  /** By what its bidder's own copy stands for it: the `hash` in its envelope, its `last_receipt`, or a `receipt` that may not be the last. */
  restoredBy: RestoreProof | null;
  /** Which of its documents are not what was uploaded, by their places from 1. */
  alteredFiles: number[];
}

/** How many envelopes of a lot were found as anchored registers had them before the deadline. */
export class EnvelopeCountsDto {
  /** As the last register before the deadline has them. */
  found: number;
  /** Handed in after that register and before the deadline. */
  later: number;
  /** Something that nobody handed in then. */
  altered: number;
  /** What they were before they were handed in last. */
  putBack: number;
  /** There before, and no more. */
  missing: number;
  /** No register says. */
  unknown: number;
}

/** A lot at the opening, with its bids. */
export class OpenedLotDto {
  id: Uuid;
  no: number;
  state: LotStateHere | null;
  /** Suppliers at the deadline; null where it is not for the caller. */
  bidCount: number | null;
  /** Null where the count is, and of what was opened before registers were made. */
  envelopes: EnvelopeCountsDto | null;
  bids: OpenedBidDto[];
}

/** Why an ordered opening waits: what the database says is not what was signed. An operator mends it, and it goes on. */
export class StoppedOpeningDto {
  @IsIn(STOP_REASONS)
  reason: StopReason;
  since: Instant;
}

/** The opening of the bids of a tender. */
export class OpeningDto {
  tender: Uuid;
  /** Version of the tender; also the ETag. */
  version: number;
  /** `none`, `requested`, `ordered` (the worker opens), `held`; to others than its own bodies `none` until it is held. */
  state: 'none' | 'requested' | 'ordered' | 'held';
  deadlineAt: Instant | null;
  /** The instant for which it is called; null: the documents of a consultation say none. */
  calledFor: Instant | null;
  requestedAt: Instant | null;
  requestedBy: Uuid | null;
  orderedAt: Instant | null;
  orderedBy: Uuid | null;
  heldAt: Instant | null;
  /** Why it began later than it was called for. */
  lateReason: string | null;
  /** Told to its own bodies; null: nothing is in the way. */
  stopped: StoppedOpeningDto | null;
  lots: OpenedLotDto[];
  allowedActions: AllowedActionDto[];
}
