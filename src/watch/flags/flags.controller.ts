import { Body, Controller, Get, Headers, HttpCode, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit, SignedIn } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Language } from '../../kernel/errors/texts.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../kernel/http/operation.js';
import { ActionParam } from '../../kernel/openapi/parameter.js';
import { flagAction } from './flag.actions.js';
import { FLAG_ACTIONS } from './flag.lifecycle.js';
import { BulkFlagActionDto, BulkResultsDto, FlagActionDto, FlagDto, FlagListDto, FlagQuery } from './flag.dto.js';
import { FlagsExport } from './flags.export.js';
import { FlagsQueries } from './flags.queries.js';
import { FlagsService } from './flags.service.js';

@ApiTags('risk')
@Controller('risk/flags')
export class FlagsController {
  constructor(
    private readonly service: FlagsService,
    private readonly queries: FlagsQueries,
    private readonly exports: FlagsExport,
  ) {}

  /** As `text/csv` everything that matches, without pages. */
  @Get()
  @SignedIn()
  @ApiExtraModels(FlagListDto)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(FlagListDto) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  @Operation(
    'listFlags',
    'Flags of the own region, and those the own body was asked about',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
  )
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() query: FlagQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
    @Headers('accept') accept: string | undefined,
  ): Promise<FlagListDto | StreamableFile> {
    return this.exports.answer(accept, principal, query, url, lang);
  }

  @Get(':id')
  @SignedIn()
  @Operation('getFlag', 'One flag with its history', 'not_signed_in', 'not_permitted', 'not_found')
  one(@CurrentPrincipal() principal: Principal, @Id() id: string, @Lang() lang: Language): Promise<FlagDto> {
    return this.queries.one(principal, id, lang);
  }

  /** `start-review`, `assign`, `respond`, `explain`, `confirm`, `mark-data-error`, `dismiss` or `reopen`. */
  @Post(':id/actions/:action')
  @HttpCode(200)
  @SignedIn()
  @Operation(
    'actOnFlag',
    'Work a flag; the body concerned may only respond',
    ...CHANGE_CODES,
    'route_not_found',
    'assignee_not_eligible',
    'organisation_not_concerned',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @ActionParam(FLAG_ACTIONS) action: string,
    @IfMatch() version: number,
    @Body() body: FlagActionDto,
    @Lang() lang: Language,
  ): Promise<FlagDto> {
    await this.service.act(principal, id, flagAction(action), body, version);
    return this.queries.one(principal, id, lang);
  }

  /** At most 200; each stands alone and has its own result. */
  @Post('actions/:action')
  @HttpCode(200)
  @Permit('risk.work')
  @Operation(
    'actOnFlags',
    'The same action on many flags',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'route_not_found',
  )
  async actOnAll(
    @CurrentPrincipal() principal: Principal,
    @ActionParam(FLAG_ACTIONS) action: string,
    @Body() body: BulkFlagActionDto,
    @Lang() lang: Language,
  ): Promise<BulkResultsDto> {
    return { results: await this.service.actOnAll(principal, flagAction(action), body, lang) };
  }
}
