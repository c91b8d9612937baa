import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { PASSWORD } from '../../acting/acting-kinds.js';
import { isAdministering } from '../../roles.js';
import { findSeatGiver } from '../../seat-giver.js';
import { listBodies } from '../../seats.js';
import { issueSetupCode } from '../../sessions/setup-codes.js';
import { endAccess } from '../../sessions/ways-in.js';
import { CodeMailboxes } from '../../code-mails/code-mailboxes.js';
import { askForHalves, assertManagesAlone, mayGiveWholeCode } from '../code-giver.js';
import { ResetDto } from '../users.dto.js';
import { listManagedByAnother, userSubject, type LockedUser } from '../user.subject.js';

/**
 * The body whose manager consents before a second administrator completes a code, because the account sits in others as well, which no
 * other account manages: neither the manager nor administrators alone decide on it.
 */
const findConsentingBody: Fact<LockedUser, string | null> = async ({ root, load }) => {
  const [body = null, ...others] = await load(listManagedByAnother);
  return others.length === 0 && listBodies(root.seats).length > 1 ? body : null;
};

/**
 * By the manager of the body at once. By an administrator a code is asked for, which a second administrator completes and
 * which works a day later; until it is used, the password stays.
 */
export const resetUser = action(userSubject, 'reset', ResetDto, {
  operationId: 'resetUser',
  summary: {
    en: 'Give a user a new one-time code, shown once or mailed; by an administrator, ask somebody else for it',
    zh: '重置用户密码，设置码仅显示一次或发送至邮箱；由管理员办理的须经他人同意',
  },
  refuses: ['mail_not_set_up', 'throttled'],
  needs: { findConsentingBody },
  guards: {
    body_has_manager: guard({ listManagedByAnother, findConsentingBody }, (facts, { principal }) =>
      facts.listManagedByAnother.length > 0 && facts.findConsentingBody === null && findSeatGiver(principal).administers
        ? {}
        : null,
    ),
  },
  async effect({ tx, root, given: { mailTo }, principal, use }, { findConsentingBody: consents }) {
    const giver = findSeatGiver(principal);
    if (mailTo) assertManagesAlone(giver);
    const bodies = listBodies(root.seats);
    const takesTwo = root.seats.some(({ role }) => isAdministering(role));
    if (giver.administers && !(await mayGiveWholeCode(tx, giver, root.id, bodies, takesTwo)))
      return { data: { asked: true }, shown: { ...(await askForHalves(tx, root.id, bodies, consents)) } };
    await endAccess(tx, root.id, 'password_reset');
    if (mailTo) await use(CodeMailboxes).order(tx, root.id, mailTo, giver.id);
    const shown = mailTo ? {} : { setupCode: (await issueSetupCode(tx, root.id, giver.id)).setupCode };
    tx.bindRow(PASSWORD, root.id, root.id);
    return { set: { passwordHash: null, passwordKey: null }, shown };
  },
});
