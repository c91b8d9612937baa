import { Body, Controller, Get, Headers, HttpCode, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ReportAnswer } from '../report/report-answer.js';
import { LotQuery, SheetDto, type LotDto } from '../review.dto.js';
import { ReviewReportDto } from '../report/report.dto.js';
import { SheetsDto } from '../review-view.dto.js';
import { ReviewsQueries } from '../reviews.queries.js';
import { panelSubject } from '../panel/panel.subject.js';
import { correctScore } from './actions/correct-score.js';
import { ScoringService } from './scoring.service.js';

const READING = ['validation_failed', 'not_signed_in', 'not_permitted', 'not_found'] as const;

/** Sheets and the report of a panel. */
@ApiTags('reviews')
@Controller('tenders/:id/review')
export class ScoringController {
  constructor(
    private readonly scoring: ScoringService,
    private readonly answers: ReportAnswer,
    private readonly queries: ReviewsQueries,
  ) {}

  /** Whole, without pages: one sheet of each member of the panel of one lot, who look at all of them together. */
  @Get('score-sheets')
  @Permit('tender.read')
  @Operation(
    'listScoreSheets',
    { en: 'The own sheet; all of them once all are locked', zh: '查看本人评分表；全部锁定后可见所有评分表' },
    ...READING,
  )
  sheets(@CurrentPrincipal() principal: Principal, @Id() id: string, @Query() query: LotQuery): Promise<SheetsDto> {
    return this.queries.sheets(principal, id, query.lot ?? 1);
  }

  /** A sheet has one writer, and a version of its own: If-Match names that of the sheet. */
  @Post('score-sheets')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'saveScoreSheet',
    { en: 'Write the own sheet, and lock it', zh: '填写并锁定本人评分表' },
    ...CHANGE_CODES,
    'conducted_elsewhere',
    'sheet_incomplete',
    'member_tied',
  )
  async save(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: SheetDto,
  ): Promise<SheetsDto> {
    await this.scoring.save(principal, id, version, body);
    return this.queries.sheets(principal, id, body.lot);
  }

  /** As JSON, `text/html` or `application/pdf`. */
  @Get('report')
  @Permit('tender.read')
  @ApiExtraModels(ReviewReportDto)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ReviewReportDto) } },
      'text/html': { schema: { type: 'string' } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
    },
  })
  @Operation('getReviewReport', { en: 'The report of the review of a lot', zh: '查看采购包的评审报告' }, ...READING)
  report(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Query() query: LotQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<ReviewReportDto | StreamableFile> {
    return this.answers.answer(accept, principal, id, query.lot ?? 1);
  }
}

export const SheetActionsController = createActionController(panelSubject, [correctScore], {
  tag: 'reviews',
  type: SheetsDto,
  by: ReviewsQueries,
  sharesPath: true,
  read: (queries, _, { id }, __, { principal, given }) => queries.sheets(principal, id, (given as LotDto).lot),
});
