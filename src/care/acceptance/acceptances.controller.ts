import { Body, Controller, Get, Header, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Scope } from '../../kernel/access/scope.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../kernel/openapi/parameter.js';
import { actionName } from '../../people/accounts/action-name.js';
import {
  AcceptanceActionDto,
  MembersDto,
  NewAcceptanceDto,
  NewAcceptanceOpinionDto,
  TicksDto,
} from './acceptance.dto.js';
import { acceptanceLifecycle } from './acceptance.lifecycle.js';
import { AcceptanceDto, AcceptanceListDto } from './acceptance-view.dto.js';
import { AcceptancesQueries } from './acceptances.queries.js';
import { AcceptancesService, OWN_ROUTES } from './acceptances.service.js';

const PATH_ACTIONS = actionsOf(acceptanceLifecycle).filter((action) => !OWN_ROUTES.includes(action));

/** Acceptance (验收): Law article 41, Regulation article 45. Each round is itemised, heard, signed and concluded. */
@ApiTags('acceptances')
@Controller()
export class AcceptancesController {
  constructor(
    private readonly service: AcceptancesService,
    private readonly queries: AcceptancesQueries,
  ) {}

  @Get('contracts/:id/acceptance')
  @Public()
  @Operation(
    'listAcceptances',
    'Rounds of acceptance of a contract: published ones, and all for its parties',
    'validation_failed',
    'bad_cursor',
    'not_found',
  )
  list(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<AcceptanceListDto> {
    return this.queries.list(scope, contract, query, url);
  }

  /** Of a contract that was delivered, or that ended after something of it was. */
  @Post('contracts/:id/acceptance')
  @Permit('acceptance.prepare')
  @Header('Location', '/api/v1/acceptances/')
  @Operation(
    'openAcceptance',
    'Open a round of acceptance against the standards of the contract as they stand',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'wrong_state',
    'conducted_elsewhere',
    'acts_with_interest',
    'content_unconfirmed',
    'acceptance_open',
    'nothing_was_delivered',
  )
  async open(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Body() body: NewAcceptanceDto,
  ): Promise<AcceptanceDto> {
    return this.queries.one(scope, await this.service.open(principal, contract, body));
  }

  @Get('acceptances/:id')
  @Public()
  @Operation('getAcceptance', 'One round of acceptance', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<AcceptanceDto> {
    return this.queries.one(scope, id);
  }

  /** All of them at once: a standard that is not among them is not ticked. */
  @Put('acceptances/:id/items')
  @Permit('acceptance.prepare')
  @Operation(
    'tickStandards',
    'Say how each standard of the contract was met, and what shows it',
    ...CHANGE_CODES,
    'acts_with_interest',
  )
  tick(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: TicksDto,
  ): Promise<AcceptanceDto> {
    return this.done(principal, scope, id, version, 'tick', body);
  }

  @Put('acceptances/:id/members')
  @Permit('acceptance.prepare')
  @Operation(
    'nameAcceptanceMembers',
    'Name who holds the service against the contract and signs',
    ...CHANGE_CODES,
    'acts_with_interest',
  )
  members(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: MembersDto,
  ): Promise<AcceptanceDto> {
    return this.done(principal, scope, id, version, 'name_members', body);
  }

  /** Each recipient by number, with the sheet or the minutes that show it. */
  @Post('acceptances/:id/opinions')
  @HttpCode(200)
  @Permit('acceptance.prepare')
  @Operation(
    'recordRecipientOpinions',
    'Record what recipients of the service said of it',
    ...CHANGE_CODES,
    'acts_with_interest',
  )
  opinions(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: NewAcceptanceOpinionDto,
  ): Promise<AcceptanceDto> {
    return this.done(principal, scope, id, version, 'record_opinion', body);
  }

  @Post('acceptances/:id/actions/:action')
  @HttpCode(200)
  @Permit('contract.read')
  @Operation(
    'actOnAcceptance',
    'Itemise, correct, hear the recipients, sign, conclude or publish a round of acceptance',
    ...CHANGE_CODES,
    'route_not_found',
    'standards_unticked',
    'measured_below_target',
    'evidence_missing',
    'acts_with_interest',
    'recipients_absent',
    'opinions_running',
    'own_preparation',
    'members_unsigned',
    'result_not_possible',
    'result_contradicts_items',
    'new_due_date_missing',
  )
  act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @ActionParam(PATH_ACTIONS) action: string,
    @IfMatch() version: number,
    @Body() body: AcceptanceActionDto,
  ): Promise<AcceptanceDto> {
    return this.done(principal, scope, id, version, this.service.byPath(actionName(action)), body);
  }

  private async done(
    principal: Principal,
    scope: Scope,
    id: string,
    version: number,
    action: string,
    given: object,
  ): Promise<AcceptanceDto> {
    await this.service.perform(principal, id, version, action, given);
    return this.queries.one(scope, id);
  }
}
