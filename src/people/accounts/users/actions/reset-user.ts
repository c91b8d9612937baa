import { action } from '../../../../kernel/actions/action.js';
import { revokeKeysOfHolder } from '../../api-keys/key-endings.js';
import { ReasonDto } from '../../reason.dto.js';
import { endSessions } from '../../sessions/session-endings.js';
import { issueSetupCode } from '../../sessions/setup-codes.js';
import { userSubject } from '../user.subject.js';

export const resetUser = action(userSubject, 'reset', ReasonDto, {
  operationId: 'resetUser',
  summary: { en: 'Take a user’s password away; the answer shows a one-time code, once', zh: '重置用户密码' },
  async effect({ tx, root }) {
    await endSessions(tx, { user: root.id }, 'password_reset');
    await revokeKeysOfHolder(tx, root.id, 'password_reset');
    const { setupCode } = await issueSetupCode(tx, root.id);
    return { set: { passwordHash: null }, shown: { setupCode } };
  },
});
