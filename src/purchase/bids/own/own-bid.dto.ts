import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { OneOf, OptionalId } from '../../../kernel/http/validation/fields.js';
import { bidLifecycle, type BidState } from '../bid.lifecycle.js';

export class OwnBidQuery extends PageQuery {
  /** Only bids in this state. */
  @OneOf(bidLifecycle.states, 'optional')
  state?: BidState;

  /** Only bids below this tender. */
  @OptionalId()
  tender?: string;

  /** `true`: only where bids are taken now, the deadline known and ahead; `false`: only elsewhere. */
  @OneOf(['true', 'false'], 'optional')
  open?: 'true' | 'false';
}

/** The tender of a bid. */
export class OwnBidTenderDto {
  id: Uuid;
  title: string;
  projectNo: string | null;
}

/** The lot of a bid. */
export class OwnBidLotDto {
  id: Uuid;
  no: number;
  name: string | null;
}

/** What is to be done next about a bid. */
export class NextStepDto {
  /** Its name in the lifecycle. */
  action: string;
  method: 'POST' | 'PUT';
  /** Where it is taken. */
  @ApiProperty({ format: 'uri-reference' })
  href: string;
  /** Until when; null: there is no one instant. */
  dueAt: Instant | null;
}

/** An own bid, as its bidder may know it now. */
export class OwnBidDto {
  /** `GET /bids/{id}` reads what was made here. */
  id: Uuid;
  /** Version of the record. */
  version: number;
  tender: OwnBidTenderDto;
  lot: OwnBidLotDto;
  /** Whose bid it is. */
  organisation: Uuid;
  /** `elsewhere`: published of a purchase that is only recorded here. */
  conducted: 'here' | 'elsewhere';
  /** Null: what is recorded says none. */
  state: BidState | null;
  /** When it was accepted. */
  receivedAt: Instant | null;
  /** What the documents say of its lot was corrected since. */
  stale: boolean;
  /** Until when bids are taken, or were. */
  deadlineAt: Instant | null;
  /** Null: nothing is to be done now. */
  nextStep: NextStepDto | null;
}

/** A page of own bids. */
export class OwnBidListDto extends ListOf(OwnBidDto) {}
