import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import type { ProblemDetails } from '../../../../kernel/errors/problem.js';
import { TAKEN_OUT } from '../../../../kernel/identity/taken-out.js';
import { ACCOUNT } from '../../acting/acting-kinds.js';
import { ReasonDto } from '../../reason.dto.js';
import { actsBeyondOwnBodies, findSeatGiver, type SeatGiver } from '../../seat-giver.js';
import { listBodies } from '../../seats.js';
import { endSessions } from '../../sessions/session-endings.js';
import { removeOpenCode } from '../../sessions/setup-codes.js';
import { endAccess } from '../../sessions/ways-in.js';
import { isLastAdmin } from '../last-admin.js';
import { listManagedByAnother, userSubject, type LockedUser } from '../user.subject.js';

const lastAdmin: Fact<LockedUser, boolean> = ({ tx, root }) => isLastAdmin(tx, root.id);

export const disableUser = action(userSubject, 'disable', ReasonDto, {
  operationId: 'disableUser',
  summary: { en: 'Disable a user and end all sessions', zh: '停用用户' },
  guards: { last_admin: guard({ lastAdmin }, (facts) => (facts.lastAdmin ? {} : null)) },
  async effect({ tx, root }) {
    tx.bindRow(ACCOUNT, root.id, root.id);
    await removeOpenCode(tx, root.id);
    await endSessions(tx, { user: root.id }, 'disabled');
    return {};
  },
});

const listSeats = ({ seats }: LockedUser, isIn: (body: string) => boolean) =>
  seats.flatMap(({ organisation, role }) =>
    organisation !== null && isIn(organisation) ? [{ organisation, role }] : [],
  );
const getSeatsAddress = ({ id }: LockedUser): string => `PUT /api/v1/users/${id}/seats`;

/** What an administrator is told of an account that managers keep: of one in several bodies also who ends which seat first. */
function refuseForManagers(root: LockedUser, managed: readonly string[]): ProblemDetails {
  const facts = { bodies: managed, seats: listSeats(root, (body) => managed.includes(body)) };
  const bodies = listBodies(root.seats);
  if (bodies.length === 1) return { facts };
  const address = getSeatsAddress(root);
  const detail =
    managed.length < bodies.length
      ? {
          en: `The account sits in other bodies as well: each manager ends the seat in the own body first (${address}), then an administrator enables it`,
          zh: `该账号在其他单位另有席位：请先由各机构负责人结束其在本机构的席位（${address}），再由管理员启用`,
        }
      : {
          en: `Each of its bodies has a manager: all but one end the seat in the own body first (${address}), then the last one enables it`,
          zh: `该账号所在机构均有负责人：请先由其余各机构负责人结束其在本机构的席位（${address}），再由最后一家机构的负责人启用`,
        };
  return { detail, facts };
}

/** What a manager is told of an account that sits elsewhere as well: not where. */
const refuseForOthers = (root: LockedUser, { manages }: SeatGiver): ProblemDetails => ({
  facts: { seats: listSeats(root, (body) => manages.has(body)) },
  detail: {
    en: `End its seat in your body first (${getSeatsAddress(root)}), then whoever keeps the other bodies enables it; or enable it yourself once its seats there have ended`,
    zh: `请先结束该账号在本机构的席位（${getSeatsAddress(root)}），再由其他单位的负责人或者管理员启用；或者待其在其他单位的席位结束后由您启用`,
  },
});

export const enableUser = action(userSubject, 'enable', ReasonDto, {
  operationId: 'enableUser',
  summary: { en: 'Enable a user who was disabled', zh: '启用用户' },
  guards: {
    body_has_manager: guard({ listManagedByAnother }, ({ listManagedByAnother: managed }, { principal, root }) =>
      managed.length > 0 && findSeatGiver(principal).administers ? refuseForManagers(root, managed) : null,
    ),
    seats_elsewhere: guard({}, (_, { principal, root }) => {
      const giver = findSeatGiver(principal);
      return actsBeyondOwnBodies(giver, root.seats) ? refuseForOthers(root, giver) : null;
    }),
    person_erased: guard({}, (_, { root }) => (root.name === TAKEN_OUT ? {} : null)),
  },
  effect({ tx, root }) {
    tx.bindRow(ACCOUNT, root.id, root.id);
    return {};
  },
});

export const endUserSessions = action(userSubject, 'end_sessions', ReasonDto, {
  operationId: 'endUserSessions',
  summary: {
    en: 'End all sessions of a user, and revoke the keys that it holds',
    zh: '结束用户的全部会话并吊销其密钥',
  },
  async effect({ tx, root }) {
    await endAccess(tx, root.id, 'ended_by_admin');
    return {};
  },
});
