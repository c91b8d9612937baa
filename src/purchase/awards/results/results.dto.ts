import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { BarInForceDto } from '../../../people/organisations/bars/bar.dto.js';
import { BodyRef } from '../../tenders/reads/tender-view.dto.js';
import { PROPOSED_OUTCOMES } from '../lots/locked-lot.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { AwardState } from '../award.lifecycle.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import { LOT_GROUNDS } from '../lots/lot-action.dto.js';
import { ApiProperty } from '@nestjs/swagger';
import { Ids, IntegerBetween, OptionalId } from '../../../kernel/http/validation/fields.js';

/** Which lot an action on a result is about. */
export class ResultDto extends ReasonDto {
  @IntegerBetween(1, 1000)
  lot: number;
}

/** The same, for an action that is not taken without a reason. */
export class ReasonedResultDto extends RequiredReasonDto {
  @IntegerBetween(1, 1000)
  lot: number;
}

/** Which offer is confirmed. */
export class ConfirmResultDto extends ResultDto {
  /** The bid of the first rank that still stands: no other is confirmed. */
  @OptionalId()
  bid?: string;
}

/** How a tie is settled. */
export class SettleTieDto extends ResultDto {
  /** All bids that are tied, in the order in which the documents' rule puts them; where they have none it is drawn. */
  @Ids({ max: 1000, presence: 'optional' })
  order?: string[];
}

/** The proposed end of a lot, on which its winner is heard. */
export class AwardEndingDto {
  @ApiProperty({ enum: PROPOSED_OUTCOMES })
  outcome: (typeof PROPOSED_OUTCOMES)[number];
  @ApiProperty({ enum: LOT_GROUNDS })
  ground: string;
  reason: string;
  reference: string | null;
  /** Last day on which it is heard. */
  hearUntil: PlainDate;
  /** What it said. */
  statement: string | null;
  /** What it attached. */
  documents: Uuid[];
  heardAt: Instant | null;
}

/** The award of a lot. */
export class AwardDto {
  id: Uuid;
  /** Version of the record; also the ETag. */
  version: number;
  tender: Uuid;
  lot: number;
  state: AwardState;
  supplier: BodyRef | null;
  /** Yuan: the offer that was ranked. */
  amount: string | null;
  currency: 'CNY';
  /** Of the lot, in basis points, where several suppliers share it. */
  share: number | null;
  rank: number | null;
  /** Price of one `unit`, yuan. */
  unitPrice: string | null;
  unit: string | null;
  /** Yuan: of a mixed price the part that is paid beside the units; the amount is then the most that is paid. */
  fixedPart: string | null;
  decidedOn: PartialDate | null;
  /** The first rank, by the clock: the buyer did not decide in time. */
  deemed: boolean;
  publishedOn: PartialDate | null;
  endedOn: PlainDate | null;
  /** For the parties to it. */
  endReason: string | null;
  /** For the parties to it: the end of the lot that is proposed, and on which the winner is heard. */
  ending: AwardEndingDto | null;
  /** For the parties to it: a decision that bars its winner today, while nothing is signed. To sign then is for the buyer to weigh. */
  supplierBarred: BarInForceDto | null;
  allowedActions: AllowedActionDto[];
}

/** A ranked offer of a lot. */
export class CandidateDto {
  bid: Uuid;
  bidder: BodyRef | null;
  /** Equal ranks are a tie; with every settled tie taken into account. */
  rank: number;
  total: string;
  /** Yuan. */
  price: string | null;
  stands: boolean;
}

/** A bid in the order of a draw. */
export class DrawPlaceDto {
  bid: Uuid;
  hash: string;
}

/** Repeatable: the sorted ids are hashed with seed and lot by SHA-256, each bid behind that; the lowest hash comes first. */
export class DrawDto {
  /** SHA-256 of the first report of the lot, which its panel signed before anybody could choose. */
  seed: string;
  lot: Uuid;
  order: DrawPlaceDto[];
}

/** How a tie was settled. */
export class SettledTieDto {
  /** `documents` or `draw`. */
  by: 'documents' | 'draw';
  order: Uuid[];
  reason: string | null;
  draw: DrawDto | null;
  settledAt: Instant;
}

/** Why the buyer objects to the report. */
export class ObjectionDto {
  reason: string;
  at: Instant;
}

/** Why the next rank is proposed. */
export class ReplacementDto {
  reason: string;
  at: Instant;
}

/** How somebody has proposed to end a lot, or to have it reviewed again by its panel or another one. */
export class ProposedEndingDto {
  outcome: (typeof PROPOSED_OUTCOMES)[number];
  @ApiProperty({ enum: LOT_GROUNDS })
  ground: string;
  reason: string;
  reference: string | null;
  /** The challenge or complaint it follows from. */
  remedy: Uuid | null;
  /** Seats of the members of the panel who broke the rules. */
  barred: Uuid[];
  at: Instant;
}

/** The bond of a bid that the documents ask for. */
export class BondDto {
  bid: Uuid;
  /** Day on which it went back; null: not on record. */
  refundedOn: PlainDate | null;
  /** Number of the paper that proves it. */
  reference: string | null;
}

/** The result of one lot, from its report to its award. */
export class LotResultDto {
  lot: number;
  lotState: LotStateHere | null;
  deliveredAt: Instant | null;
  /** Why the buyer itself recorded that it has the report. */
  receiptReason: string | null;
  /** From then on the first rank is deemed confirmed; null: never, as things stand. */
  deemsAt: Instant | null;
  objection: ObjectionDto | null;
  replacement: ReplacementDto | null;
  /** Waits for another person of the buyer. */
  ending: ProposedEndingDto | null;
  /** In the order of the ranks; for the buyer, its agent and those who watch over the region. */
  candidates: CandidateDto[];
  /** For everybody once the result is published: those that decided it. */
  ties: SettledTieDto[];
  /**
   * SHA-256 of the first report of the lot, for everybody once a result is published: the seed of every draw, however often
   * the lot was reviewed again.
   */
  firstReport: string | null;
  /** Once it is reported which bids had one; for the buyer, its agent and those who watch over the region. */
  bonds: BondDto[];
  awards: AwardDto[];
  allowedActions: AllowedActionDto[];
}

/** Reports, results and awards of a tender, lot by lot. */
export class LotResultsDto {
  /** Id and version of the tender; the version is the ETag. */
  tender: Uuid;
  version: number;
  items: LotResultDto[];
}
