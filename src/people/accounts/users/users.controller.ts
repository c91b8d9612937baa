import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { disableUser, enableUser, endUserSessions } from './actions/disable-user.js';
import { resetUser } from './actions/reset-user.js';
import { userSubject } from './user.subject.js';
import { UserDto, UserListDto, UserWithCodeDto } from './user-view.dto.js';
import { NewUserDto, SeatsDto, UserChangeDto, UsersQuery } from './users.dto.js';
import { UsersQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

const userResource = resource(userSubject.path, {
  tag: 'users',
  type: UserDto,
  by: UsersQueries,
  // Who has just ended the last seat in its body is answered once more.
  read: async (queries, scope, { id }, _, { given }) =>
    UserDto.fromRow(await queries.one(id, scope, given instanceof SeatsDto), scope),
});

export const UsersController = createResourceController(userResource, ({ get, one, patch, put, send }) => [
  send('users', {
    operationId: 'createUser',
    summary: { en: 'Create a user', zh: '新建用户' },
    description:
      'By the manager of a body for its own people, by an administrator for bodies that have none. A seat that others have to agree to is asked for. The answer shows the one-time code once, or the half of it that is the caller’s; a manager may have it mailed instead (`mailTo`), and sees in `codeMail` what became of it.',
    permit: 'user.manage',
    refuses: ['login_taken', 'seats_conflict', 'mail_not_set_up', 'throttled'],
    decorators: [KeepIdOnly()],
    body: NewUserDto,
    type: UserWithCodeDto,
    by: UsersService,
    perform: async (service, { principal, scope, body }, use) => {
      const { id, shown } = await service.create(principal, body);
      return UserWithCodeDto.fromRowAndCode(await use(UsersQueries).one(id, scope), scope, shown);
    },
  }),
  get('users', {
    operationId: 'listUsers',
    summary: { en: 'List users', zh: '查询用户' },
    description: 'Oldest first. A manager sees those of the own body, an administrator all.',
    permit: 'user.manage',
    query: UsersQuery,
    type: UserListDto,
    read: (queries, { scope, query, url }) => queries.list(query, url, scope),
  }),
  one({ operationId: 'getUser', summary: { en: 'Read a user', zh: '查看用户' }, permit: 'user.manage' }),
  patch('users/:id', {
    operationId: 'changeUser',
    summary: { en: 'Change the name of a user (RFC 7396)', zh: '修改用户姓名（RFC 7396）' },
    permit: 'user.manage',
    refuses: ['seats_elsewhere'],
    body: UserChangeDto,
    by: UsersService,
    apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
  }),
  put('users/:id/seats', {
    operationId: 'setSeats',
    summary: { en: 'Set the seats of a user', zh: '设置用户的全部席位' },
    description:
      'Seats that are not named end; a manager sets those of the own body. What an administrator gives in a body that has a manager is asked for and waits.',
    permit: 'user.manage',
    refuses: [
      'own_account',
      'last_admin',
      'seats_conflict',
      'body_has_manager',
      'last_manager',
      'seat_reaches_further',
      'codes_of_one_body',
    ],
    body: SeatsDto,
    by: UsersService,
    apply: (service, { principal, id, version, body }) => service.seat(principal, id, version, body.seats),
  }),
]);

export const UserActionsController = createActionController(
  userSubject,
  [resetUser, disableUser, enableUser, endUserSessions],
  { ...userResource, type: UserWithCodeDto, showsSecret: true },
);
