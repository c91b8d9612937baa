import { Body, Controller, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../action-name.js';
import { userLifecycle } from './user.lifecycle.js';
import { ReasonDto } from '../reason.dto.js';
import { UserDto, UserListDto, UserWithCodeDto } from './user-view.dto.js';
import { NewUserDto, SeatsDto, UserChangeDto, UsersQuery } from './users.dto.js';
import { UsersQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly queries: UsersQueries,
  ) {}

  /** The answer shows the one-time code, once. */
  @Post()
  @Permit('user.manage')
  @KeepIdOnly()
  @Operation(
    'createUser',
    'Create a user',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'login_taken',
    'seats_conflict',
  )
  async create(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Body() body: NewUserDto,
  ): Promise<UserWithCodeDto> {
    const { id, code } = await this.users.create(principal, body);
    return UserWithCodeDto.with(await this.queries.one(id, scope), principal, code);
  }

  /** Oldest first. */
  @Get()
  @Permit('user.manage')
  @Operation('listUsers', 'List users', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted')
  list(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Query() query: UsersQuery,
    @ListUrl() url: string,
  ): Promise<UserListDto> {
    return this.queries.list(query, url, scope, principal);
  }

  @Get(':id')
  @Permit('user.manage')
  @Operation('getUser', 'Read a user', 'not_signed_in', 'not_permitted', 'not_found')
  async one(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
  ): Promise<UserDto> {
    return UserDto.of(await this.queries.one(id, scope), principal);
  }

  @Patch(':id')
  @Permit('user.manage')
  @Operation(
    'changeUser',
    'Change the name of a user (RFC 7396)',
    'validation_failed',
    'bad_if_match',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'stale_version',
    'if_match_required',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: UserChangeDto,
  ): Promise<UserDto> {
    await this.users.change(principal, id, version, body);
    return UserDto.of(await this.queries.one(id, scope), principal);
  }

  /** Seats that are not named end. */
  @Put(':id/seats')
  @Permit('user.manage')
  @Operation(
    'setSeats',
    'Set the seats of a user',
    'validation_failed',
    'bad_if_match',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'stale_version',
    'last_admin',
    'seats_conflict',
    'if_match_required',
  )
  async seat(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: SeatsDto,
  ): Promise<UserDto> {
    await this.users.seat(principal, id, version, body.seats);
    return UserDto.of(await this.queries.one(id, scope), principal);
  }

  /** `reset` (the answer shows a new one-time code, once), `disable`, `enable` or `end-sessions`. */
  @Post(':id/actions/:action')
  @HttpCode(200)
  @Permit('user.manage')
  @KeepIdOnly()
  @Operation(
    'actOnUser',
    'Reset, disable or enable a user, or end all sessions',
    ...CHANGE_CODES,
    'route_not_found',
    'last_admin',
    'own_account',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @ActionParam(actionsOf(userLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: ReasonDto,
  ): Promise<UserWithCodeDto> {
    const code = await this.users.act(principal, id, version, actionName(action), body.reason);
    return UserWithCodeDto.with(await this.queries.one(id, scope), principal, code);
  }
}
