import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import {
  HandedRecipientListDto,
  HandoverActionDto,
  HandoverDto,
  HandoverListDto,
  HandoverQuery,
  NewHandoverDto,
} from './handover.dto.js';
import { handoverLifecycle } from './handover.lifecycle.js';
import { HandoversQueries } from './handovers.queries.js';
import { HandoversService } from './handovers.service.js';

/** Recipients of a line passed to another body. */
@ApiTags('continuity')
@Controller('handovers')
export class HandoversController {
  constructor(
    private readonly service: HandoversService,
    private readonly queries: HandoversQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation(
    'listHandovers',
    'Handovers of recipients that concern the own bodies',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
  )
  list(@CurrentScope() scope: Scope, @Query() query: HandoverQuery, @ListUrl() url: string): Promise<HandoverListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Permit('contract.read')
  @Operation('getHandover', 'One handover', 'not_signed_in', 'not_permitted', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<HandoverDto> {
    return this.queries.one(scope, id);
  }

  @Get(':id/recipients')
  @Permit('contract.read')
  @Operation(
    'listHandedRecipients',
    'Who is handed over, by number',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  recipients(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<HandedRecipientListDto> {
    return this.queries.recipients(scope, id, query, url);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @Permit('contract.read')
  @Operation(
    'actOnHandover',
    'Acknowledge or refuse recipients, offer them anew or withdraw the offer',
    ...CHANGE_CODES,
    'route_not_found',
    'acts_with_interest',
    'receiver_unfit',
    'recipients_changed',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @ActionParam(actionsOf(handoverLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: HandoverActionDto,
  ): Promise<HandoverDto> {
    await this.service.act(principal, id, version, actionName(action), body);
    return this.queries.one(scope, id);
  }
}

@ApiTags('continuity')
@Controller('contracts/:id/handovers')
export class ContractHandoversController {
  constructor(
    private readonly service: HandoversService,
    private readonly queries: HandoversQueries,
  ) {}

  /** Everybody whom the agency serves on the line is offered; a name goes with who has agreed to it. */
  @Post()
  @Header('Location', '/api/v1/handovers/')
  @Permit('plan.propose')
  @Operation(
    'offerHandover',
    'Offer the recipients of a line to who goes on',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'conflict',
    'conducted_elsewhere',
    'acts_with_interest',
    'receiver_unfit',
  )
  async offer(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Body() body: NewHandoverDto,
  ): Promise<HandoverDto> {
    return this.queries.one(scope, await this.service.offer(principal, contract, body));
  }
}
