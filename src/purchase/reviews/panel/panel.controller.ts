import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { checkConformity, qualifyBidders } from '../actions/check-bids.js';
import { reportReview } from '../actions/report-review.js';
import { dissentFromReport, noteUnsigned, signReport } from '../actions/sign-report.js';
import type { LotDto } from '../review.dto.js';
import { ReviewsDto } from '../review-view.dto.js';
import { lotReviewSubject } from '../review.subject.js';
import { ReviewsQueries } from '../reviews.queries.js';
import { beginScoring } from '../scoring/actions/begin-scoring.js';
import { appointMember } from './actions/appoint-member.js';
import { declareTies } from './actions/declare-ties.js';
import { removeMember, replaceMember } from './actions/end-membership.js';
import { memberSubject, panelSubject } from './panel.subject.js';

/** Who sits in the panel of a lot, and what they declare. */
@ApiTags('reviews')
@Controller('tenders/:id/review')
export class PanelController {
  constructor(private readonly queries: ReviewsQueries) {}

  /** Whole, without pages: one for each lot of the tender. */
  @Get()
  @Permit('tender.read')
  @Operation(
    'getReview',
    { en: 'The reviews of a tender, lot by lot', zh: '查看采购项目各采购包的评审情况' },
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  read(@CurrentPrincipal() principal: Principal, @Id() id: string, @Lang() lang: Language): Promise<ReviewsDto> {
    return this.queries.loadReviews(principal, id, lang);
  }
}

/**
 * Answered with the reviews of the tender; the body names the lot, If-Match the version of the tender, or for what a member
 * finds and signs that of its own seat.
 */
const answer: Parameters<typeof createActionController<never, 'tenders/:id/review', ReviewsQueries>>[2] = {
  tag: 'reviews',
  type: ReviewsDto,
  by: ReviewsQueries,
  translated: true,
  sharesPath: true,
  read: (queries, _, { id }, language, { principal, given, action }) =>
    queries.loadReviews(principal, id, language, { action, lot: (given as LotDto).lot }),
};

export const LotReviewActionsController = createActionController(
  lotReviewSubject,
  [qualifyBidders, checkConformity, reportReview],
  answer,
);
export const PanelActionsController = createActionController(
  panelSubject,
  [appointMember, declareTies, beginScoring, signReport, dissentFromReport, noteUnsigned],
  answer,
);
export const MemberActionsController = createActionController(memberSubject, [removeMember, replaceMember], answer);
