import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { TAKEN_OUT } from '../../../../kernel/identity/taken-out.js';
import { ACCOUNT } from '../../acting/acting-kinds.js';
import { ReasonDto } from '../../reason.dto.js';
import { endSessions } from '../../sessions/session-endings.js';
import { removeOpenCode } from '../../sessions/setup-codes.js';
import { endAccess } from '../../sessions/ways-in.js';
import { isLastAdmin } from '../last-admin.js';
import { userSubject, type LockedUser } from '../user.subject.js';

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

export const enableUser = action(userSubject, 'enable', ReasonDto, {
  operationId: 'enableUser',
  summary: { en: 'Enable a user who was disabled', zh: '启用用户' },
  guards: { person_erased: guard({}, (_, { root }) => (root.name === TAKEN_OUT ? {} : null)) },
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
