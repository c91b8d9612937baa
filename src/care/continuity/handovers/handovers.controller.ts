import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { acknowledgeHandover, refuseHandover, withdrawHandover } from './actions/acknowledge-handover.js';
import { OfferHandover } from './actions/offer-handover.js';
import { reofferHandover } from './actions/reoffer-handover.js';
import { HandedRecipientListDto, HandoverDto, HandoverListDto, HandoverQuery, NewHandoverDto } from './handover.dto.js';
import { handoverSubject } from './handover.subject.js';
import { HandoversQueries } from './handovers.queries.js';

/** Recipients of a line passed to another body. */
@ApiTags('continuity')
@Controller('handovers')
export class HandoversController {
  constructor(private readonly queries: HandoversQueries) {}

  @Get()
  @Permit('contract.read')
  @Operation('listHandovers', {
    en: 'Handovers of recipients that concern the own bodies',
    zh: '查询与本机构有关的服务对象移交',
  })
  list(@CurrentScope() scope: Scope, @Query() query: HandoverQuery, @ListUrl() url: string): Promise<HandoverListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Permit('contract.read')
  @Operation('getHandover', { en: 'One handover', zh: '查看移交' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<HandoverDto> {
    return this.queries.one(scope, id);
  }

  @Get(':id/recipients')
  @Permit('contract.read')
  @Operation('listHandedRecipients', { en: 'Who is handed over, by number', zh: '按编号查看移交的服务对象' })
  recipients(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<HandedRecipientListDto> {
    return this.queries.recipients(scope, id, query, url);
  }
}

@ApiTags('continuity')
@Controller('contracts/:id/handovers')
export class ContractHandoversController {
  constructor(
    private readonly offering: OfferHandover,
    private readonly queries: HandoversQueries,
  ) {}

  /** Everybody whom the agency serves on the line is offered; a name goes with who has agreed to it. */
  @Post()
  @Header('Location', '/api/v1/handovers/')
  @Permit('plan.propose')
  @Operation(
    'offerHandover',
    { en: 'Offer the recipients of a line to who goes on', zh: '向接续机构提出移交服务线的服务对象' },
    'conflict',
    'conducted_elsewhere',
    'acts_with_interest',
    'receiver_unfit',
  )
  async offer(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Body() body: NewHandoverDto,
  ): Promise<HandoverDto> {
    return this.queries.one(toScope(principal), await this.offering.offer(principal, contract, body));
  }
}

export const HandoverActionsController = createActionController(
  handoverSubject,
  [acknowledgeHandover, refuseHandover, reofferHandover, withdrawHandover],
  {
    tag: 'continuity',
    type: HandoverDto,
    by: HandoversQueries,
    read: (queries, scope, { id }) => queries.one(scope, id),
  },
);
