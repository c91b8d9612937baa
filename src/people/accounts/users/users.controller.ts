import { Body, Controller, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { disableUser, enableUser, endUserSessions } from './actions/disable-user.js';
import { resetUser } from './actions/reset-user.js';
import { userSubject } from './user.subject.js';
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
  @Operation('createUser', { en: 'Create a user', zh: '新建用户' }, 'login_taken', 'seats_conflict')
  async create(@CurrentPrincipal() principal: Principal, @Body() body: NewUserDto): Promise<UserWithCodeDto> {
    const { id, code } = await this.users.create(principal, body);
    return UserWithCodeDto.fromRowAndCode(await this.queries.one(id, toScope(principal)), toScope(principal), code);
  }

  /** Oldest first. */
  @Get()
  @Permit('user.manage')
  @Operation('listUsers', { en: 'List users', zh: '查询用户' })
  list(@CurrentScope() scope: Scope, @Query() query: UsersQuery, @ListUrl() url: string): Promise<UserListDto> {
    return this.queries.list(query, url, scope);
  }

  @Get(':id')
  @Permit('user.manage')
  @Operation('getUser', { en: 'Read a user', zh: '查看用户' })
  async one(@CurrentScope() scope: Scope, @Id() id: string): Promise<UserDto> {
    return UserDto.fromRow(await this.queries.one(id, scope), scope);
  }

  @Patch(':id')
  @Permit('user.manage')
  @Operation('changeUser', { en: 'Change the name of a user (RFC 7396)', zh: '修改用户姓名（RFC 7396）' })
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: UserChangeDto,
  ): Promise<UserDto> {
    await this.users.change(principal, id, version, body);
    return UserDto.fromRow(await this.queries.one(id, toScope(principal)), toScope(principal));
  }

  /** Seats that are not named end. */
  @Put(':id/seats')
  @Permit('user.manage')
  @Operation('setSeats', { en: 'Set the seats of a user', zh: '设置用户的全部席位' }, 'last_admin', 'seats_conflict')
  async seat(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: SeatsDto,
  ): Promise<UserDto> {
    await this.users.seat(principal, id, version, body.seats);
    return UserDto.fromRow(await this.queries.one(id, toScope(principal)), toScope(principal));
  }
}

export const UserActionsController = createActionController(
  userSubject,
  [resetUser, disableUser, enableUser, endUserSessions],
  {
    tag: 'users',
    type: UserWithCodeDto,
    by: UsersQueries,
    read: async (queries, scope, { id }) => UserDto.fromRow(await queries.one(id, scope), scope),
    showsSecret: true,
  },
);
