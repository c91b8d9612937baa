import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { LotQuery, type LotDto } from '../review.dto.js';
import { lotReviewSubject } from '../review.subject.js';
import { changeRequirement, confirmRequirement, refuseRequirement } from './actions/change-requirement.js';
import { beginConsultation, requestFinalOffers } from './actions/hold-consultation.js';
import { ConsultationDto } from './consultation.dto.js';
import { ConsultationQueries } from './consultation.queries.js';

/** The talks of a panel with the suppliers of a lot. */
@ApiTags('reviews')
@Controller('tenders/:id/review')
export class ConsultationController {
  constructor(private readonly queries: ConsultationQueries) {}

  @Get('consultation')
  @Permit('tender.read')
  @Operation(
    'getConsultation',
    {
      en: 'The consultation of a lot: changes of the requirement, and what the suppliers answered',
      zh: '查看采购包的磋商情况：要求的变动及各供应商的响应',
    },
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  read(@CurrentPrincipal() principal: Principal, @Id() id: string, @Query() query: LotQuery): Promise<ConsultationDto> {
    return this.queries.loadConsultation(principal, id, query.lot ?? 1);
  }
}

/** If-Match names the version of the tender, the body the lot. */
export const ConsultationActionsController = createActionController(
  lotReviewSubject,
  [beginConsultation, changeRequirement, confirmRequirement, refuseRequirement, requestFinalOffers],
  {
    tag: 'reviews',
    type: ConsultationDto,
    by: ConsultationQueries,
    sharesPath: true,
    read: (queries, _, { id }, __, { principal, given }) =>
      queries.loadConsultation(principal, id, (given as LotDto).lot),
  },
);
