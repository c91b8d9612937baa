import { Body, Controller, Get, Headers, HttpCode, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { ChecksService } from '../checks.service.js';
import { ReportAnswer } from '../report/report.answer.js';
import { ReportService } from '../report/report.service.js';
import {
  ChecksDto,
  ScoreCorrectionDto,
  LotDto,
  LotQuery,
  NoteUnsignedDto,
  SheetDto,
  SignatureDto,
} from '../review.dto.js';
import { LAWFUL_PANEL, REVIEWING, WITH_VERSION } from '../review.codes.js';
import { ReviewReportDto } from '../report/report.dto.js';
import { ReviewsDto, SheetsDto } from '../review-view.dto.js';
import { ReviewsQueries } from '../reviews.queries.js';
import { ScoringService } from './scoring.service.js';

const READING = ['validation_failed', 'not_signed_in', 'not_permitted', 'not_found'] as const;

/** Checks, sheets, signatures and the report of a panel. */
@ApiTags('reviews')
@Controller('tenders/:id/review')
export class ScoringController {
  constructor(
    private readonly checks: ChecksService,
    private readonly scoring: ScoringService,
    private readonly reports: ReportService,
    private readonly answers: ReportAnswer,
    private readonly queries: ReviewsQueries,
  ) {}

  @Post('actions/qualify')
  @HttpCode(200)
  @Permit('bid.qualify')
  @Operation(
    'qualifyBidders',
    'Check the qualifications of every bidder of a lot; too few left: it fails',
    ...REVIEWING,
    ...WITH_VERSION,
    'not_the_qualifier',
    'acts_with_interest',
    'qualification_done',
    'grade_below_minimum',
    'declarations_open',
    ...LAWFUL_PANEL,
  )
  async qualify(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: ChecksDto,
  ): Promise<ReviewsDto> {
    await this.checks.qualify(principal, id, version, body);
    return this.queries.of(principal, id, lang);
  }

  @Post('actions/check-conformity')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'checkConformity',
    'Check whether the bids of a lot meet the documents; too few left: it fails',
    ...REVIEWING,
    ...WITH_VERSION,
    'qualification_open',
    'conformity_done',
    'declarations_open',
    'offer_above_ceiling',
    ...LAWFUL_PANEL,
  )
  async checkConformity(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: ChecksDto,
  ): Promise<ReviewsDto> {
    await this.checks.checkConformity(principal, id, version, body);
    return this.queries.of(principal, id, lang);
  }

  @Post('actions/begin-scoring')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'beginScoring',
    'Begin to score, with a lawful panel that is free of ties',
    ...REVIEWING,
    ...WITH_VERSION,
    ...LAWFUL_PANEL,
    'conformity_open',
    'consultation_unfinished',
    'explanations_open',
    'offers_too_few',
  )
  async begin(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: LotDto,
  ): Promise<ReviewsDto> {
    await this.scoring.begin(principal, id, version, body.lot);
    return this.queries.of(principal, id, lang);
  }

  /** Whole, without pages: one sheet of each member of the panel of one lot, who look at all of them together. */
  @Get('score-sheets')
  @Permit('tender.read')
  @Operation('listScoreSheets', 'The own sheet; all of them once all are locked', ...READING)
  sheets(@CurrentPrincipal() principal: Principal, @Id() id: string, @Query() query: LotQuery): Promise<SheetsDto> {
    return this.queries.sheets(principal, id, query.lot ?? 1);
  }

  /** A sheet has one writer: it takes no version. */
  @Post('score-sheets')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation('saveScoreSheet', 'Write the own sheet, and lock it', ...REVIEWING, 'sheet_incomplete', 'member_tied')
  async save(@CurrentPrincipal() principal: Principal, @Id() id: string, @Body() body: SheetDto): Promise<SheetsDto> {
    await this.scoring.save(principal, id, body);
    return this.queries.sheets(principal, id, body.lot);
  }

  @Post('corrections')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'correctScore',
    'Correct the own score after the reveal, on one of the four grounds of the law',
    ...REVIEWING,
    'correction_not_lawful',
  )
  async correct(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Body() body: ScoreCorrectionDto,
  ): Promise<SheetsDto> {
    await this.scoring.correct(principal, id, body);
    return this.queries.sheets(principal, id, body.lot);
  }

  @Post('signatures')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'signReport',
    'Sign the result, with dissent where there is any',
    ...REVIEWING,
    'member_signed',
    'member_tied',
  )
  async sign(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: SignatureDto,
  ): Promise<ReviewsDto> {
    await this.reports.sign(principal, id, body);
    return this.queries.of(principal, id, lang);
  }

  @Post('actions/note-unsigned')
  @HttpCode(200)
  @Permit('panel.appoint')
  @Operation(
    'noteUnsigned',
    'Note that a member neither signs nor says why',
    ...REVIEWING,
    ...WITH_VERSION,
    'member_signed',
  )
  async noteUnsigned(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: NoteUnsignedDto,
  ): Promise<ReviewsDto> {
    await this.reports.noteUnsigned(principal, id, version, body);
    return this.queries.of(principal, id, lang);
  }

  @Post('actions/report')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'reportReview',
    'Compute totals and ranks, and end the review with its report',
    ...REVIEWING,
    ...WITH_VERSION,
    'sheets_open',
    'report_unsigned',
    ...LAWFUL_PANEL,
    'offers_too_few',
  )
  async makeReport(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: LotDto,
  ): Promise<ReviewsDto> {
    await this.reports.report(principal, id, version, body.lot);
    return this.queries.of(principal, id, lang);
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
  @Operation('getReviewReport', 'The report of the review of a lot', ...READING)
  report(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Query() query: LotQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<ReviewReportDto | StreamableFile> {
    return this.answers.answer(accept, principal, id, query.lot ?? 1);
  }
}
