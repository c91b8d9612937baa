import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../action-name.js';
import { registrationLifecycle } from './registration.lifecycle.js';
import {
  RegistrationDto,
  RegistrationListDto,
  RegistrationReceiptDto,
  RegistrationWithCodeDto,
} from './registration-view.dto.js';
import { DecisionDto, NewRegistrationDto, RegistrationsQuery } from './registrations.dto.js';
import { RegistrationsQueries } from './registrations.queries.js';
import { RegistrationsService } from './registrations.service.js';

@ApiTags('registrations')
@Controller('registrations')
export class RegistrationsController {
  constructor(
    private readonly registrations: RegistrationsService,
    private readonly queries: RegistrationsQueries,
  ) {}

  /** No account needed. An administrator decides. The same filing sent again while it waits is the same registration. */
  @Post()
  @Public()
  @Operation('register', 'Ask for an account as an agency', 'validation_failed', 'throttled')
  async receive(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewRegistrationDto,
  ): Promise<RegistrationReceiptDto> {
    return RegistrationReceiptDto.of(await this.registrations.receive(principal, body));
  }

  /** Oldest first. */
  @Get()
  @Permit('registration.decide')
  @Operation(
    'listRegistrations',
    'List registrations',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
  )
  list(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Query() query: RegistrationsQuery,
    @ListUrl() url: string,
  ): Promise<RegistrationListDto> {
    return this.queries.list(query, url, scope, principal);
  }

  @Get(':id')
  @Permit('registration.decide')
  @Operation('getRegistration', 'Read a registration', 'not_signed_in', 'not_permitted', 'not_found')
  async one(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
  ): Promise<RegistrationDto> {
    return RegistrationDto.from(await this.queries.one(id, scope), principal);
  }

  /** `confirm` makes the body and its manager and shows a one-time code, once; `reject` needs a reason. */
  @Post(':id/actions/:action')
  @HttpCode(200)
  @Permit('registration.decide')
  @KeepIdOnly()
  @Operation(
    'decideRegistration',
    'Confirm or reject a registration',
    ...CHANGE_CODES,
    'route_not_found',
    'credit_code_registered',
    'login_taken',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @ActionParam(actionsOf(registrationLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: DecisionDto,
  ): Promise<RegistrationWithCodeDto> {
    const code = await this.registrations.act(principal, id, version, actionName(action), body);
    return RegistrationWithCodeDto.with(await this.queries.one(id, scope), principal, code);
  }
}
