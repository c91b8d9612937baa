import { Controller, HttpCode, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { CurrentPrincipal, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { Settings } from '../../../kernel/config/settings.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../kernel/http/operation.js';
import { SlipsService } from './slips.service.js';
import { pageAddress } from './survey-page.js';

@ApiTags('surveys')
@Controller('surveys/:id/slips')
export class SlipsController {
  constructor(
    private readonly service: SlipsService,
    private readonly settings: Settings,
  ) {}

  /**
   * Pages of slips to be cut apart, each with a code as text and as QR code of `/s#code`: a fragment, which is sent to
   * nobody. The codes are in this answer and nowhere else; `print_again` ends those that were lost.
   */
  @Post()
  @HttpCode(200)
  @Permit('survey.run')
  @KeepIdOnly()
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  @Operation(
    'printSurveySlips',
    { en: 'Print the slips that have no code yet', zh: '打印尚无代码的问卷单' },
    'wrong_state',
    'slips_printed',
    'survey_over',
    'acts_with_interest',
    'evaluator_tied',
  )
  async print(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    const page = pageAddress(request, this.settings.publicOrigin);
    return new StreamableFile(await this.service.print(principal, id, version, page), {
      type: 'application/pdf',
      disposition: 'attachment; filename="survey-slips.pdf"',
    });
  }
}
