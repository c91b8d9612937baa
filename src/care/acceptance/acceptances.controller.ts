import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createActionController } from '../../kernel/actions/action-routes.js';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { AcceptanceDto, AcceptanceListDto } from './acceptance-view.dto.js';
import { acceptanceSubject } from './acceptance.subject.js';
import { AcceptancesQueries } from './acceptances.queries.js';
import { concludeAcceptance } from './actions/conclude-acceptance.js';
import { inviteOpinions, takeOpinions } from './actions/hear-recipients.js';
import { correctItems, itemiseAcceptance, returnAcceptance } from './actions/itemise-acceptance.js';
import { nameMembers } from './actions/name-members.js';
import { NewAcceptanceDto, OpenAcceptance } from './actions/open-acceptance.js';
import { publishAcceptance } from './actions/publish-acceptance.js';
import { recordOpinions } from './actions/record-opinions.js';
import { signAcceptance } from './actions/sign-acceptance.js';
import { tickStandards } from './actions/tick-standards.js';

/** Acceptance (验收): Law article 41, Regulation article 45. Each round is itemised, heard, signed and concluded. */
@ApiTags('acceptances')
@Controller()
export class AcceptancesController {
  constructor(
    private readonly opening: OpenAcceptance,
    private readonly queries: AcceptancesQueries,
  ) {}

  @Get('contracts/:id/acceptance')
  @Public()
  @Operation('listAcceptances', {
    en: 'Rounds of acceptance of a contract: published ones, and all for its parties',
    zh: '查询合同的验收：公开的，以及双方可见的全部',
  })
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
    {
      en: 'Open a round of acceptance against the standards of the contract as they stand',
      zh: '对照合同现行标准启动一轮验收',
    },
    'wrong_state',
    'conducted_elsewhere',
    'acts_with_interest',
    'content_unconfirmed',
    'acceptance_open',
    'nothing_was_delivered',
  )
  async open(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Body() body: NewAcceptanceDto,
  ): Promise<AcceptanceDto> {
    return this.queries.one(toScope(principal), await this.opening.open(principal, contract, body));
  }

  @Get('acceptances/:id')
  @Public()
  @Operation('getAcceptance', { en: 'One round of acceptance', zh: '查看一轮验收' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<AcceptanceDto> {
    return this.queries.one(scope, id);
  }
}

export const AcceptanceActionsController = createActionController(
  acceptanceSubject,
  [
    tickStandards,
    nameMembers,
    itemiseAcceptance,
    correctItems,
    inviteOpinions,
    recordOpinions,
    takeOpinions,
    signAcceptance,
    returnAcceptance,
    concludeAcceptance,
    publishAcceptance,
  ],
  {
    tag: 'acceptances',
    type: AcceptanceDto,
    by: AcceptancesQueries,
    read: (queries, scope, { id }) => queries.one(scope, id),
  },
);
