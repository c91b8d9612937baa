import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { confirmRegistration, rejectRegistration } from './actions/decide-registration.js';
import { registrationSubject } from './registration.subject.js';
import {
  RegistrationDto,
  RegistrationListDto,
  RegistrationReceiptDto,
  RegistrationWithCodeDto,
} from './registration-view.dto.js';
import { NewRegistrationDto, RegistrationsQuery } from './registrations.dto.js';
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
  @Operation('register', { en: 'Ask for an account as an agency', zh: '社会组织申请账号' })
  async receive(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewRegistrationDto,
  ): Promise<RegistrationReceiptDto> {
    return RegistrationReceiptDto.fromRow(await this.registrations.receive(principal, body));
  }

  /** Oldest first. */
  @Get()
  @Permit('registration.decide')
  @Operation('listRegistrations', { en: 'List registrations', zh: '查询账号申请' })
  list(
    @CurrentScope() scope: Scope,
    @Query() query: RegistrationsQuery,
    @ListUrl() url: string,
  ): Promise<RegistrationListDto> {
    return this.queries.list(query, url, scope);
  }

  @Get(':id')
  @Permit('registration.decide')
  @Operation('getRegistration', { en: 'Read a registration', zh: '查看账号申请' })
  async one(@CurrentScope() scope: Scope, @Id() id: string): Promise<RegistrationDto> {
    return RegistrationDto.fromRowForCaller(await this.queries.one(id, scope), scope);
  }
}

export const RegistrationActionsController = createActionController(
  registrationSubject,
  [confirmRegistration, rejectRegistration],
  {
    tag: 'registrations',
    type: RegistrationWithCodeDto,
    by: RegistrationsQueries,
    read: async (queries, scope, { id }) => RegistrationDto.fromRowForCaller(await queries.one(id, scope), scope),
    showsSecret: true,
  },
);
