import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Head } from '../../../kernel/audit/audit-chain.js';
import { OwnClock } from '../../../kernel/clock/own-clock.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { LastingProblem, Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { ACCOUNT, PASSWORD, SETUP_CODE, USED_CODE } from '../acting/acting-kinds.js';
import { endCodeMail } from '../code-mails/code-mail-rows.js';
import { ActingRows, actingSql, newestEntrySql } from '../acting/acting-rows.js';
import { passwordFault } from './password.rules.js';
import { Passwords } from './passwords.js';
import { digest, plainSetupCode, splitSetupCode } from './secrets.js';
import { removeOpenCode } from './setup-codes.js';
import { endCalendarKey } from '../calendar-keys/calendar-key-rows.js';
import { endSessions } from './session-endings.js';
import { storePassword } from './stored-passwords.js';
import { actor } from './sessions.service.js';
import { endAccess } from './ways-in.js';
import { loadBodies } from '../seat-standing.queries.js';
import { OwnPassword } from './sign-in/own-password.js';
import { SignInThrottle } from './sign-in/sign-in-throttle.js';

interface CodeOwner {
  id: string;
  login: string;
  hash: Buffer;
  in_force: boolean;
  valid_from: Date | null;
  account: StoredContent;
  code: StoredContent;
  newest: Head | null;
}

/** A person's own password: set with a one-time code, changed with the old one. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly throttle: SignInThrottle,
    private readonly passwords: Passwords,
    private readonly own: OwnPassword,
    private readonly rows: ActingRows,
    private readonly clock: OwnClock,
  ) {}

  /**
   * A code is whole, or in two halves that two administrators gave. @throws Problem `invalid_setup_code` where it is unknown,
   * used, expired or its user disabled; `code_not_in_force`
   */
  async redeemSetupCode(code: string, password: string, address: string): Promise<{ login: string }> {
    const attempt = await this.throttle.enter(null, address);
    const plain = plainSetupCode(code);
    const { reader } = this.transactions;
    const [owner] = await reader.query<CodeOwner[]>(
      `SELECT u.id, u.login, c.hash, coalesce(c.valid_from <= business_now(), true) AS in_force, c.valid_from,
         ${actingSql(ACCOUNT, 'u')} AS account, ${actingSql(SETUP_CODE, 'c')} AS code, ${newestEntrySql('user', 'u.id')} AS newest
       FROM setup_code c JOIN app_user u ON u.id = c.user_id
       WHERE ((c.hash = $1 AND c.second_hash IS NULL) OR (c.hash = $2 AND c.second_hash = $3) OR (c.hash = $3 AND c.second_hash = $2))
         AND c.used_at IS NULL AND c.expires_at > clock_timestamp() AND u.state = 'active'`,
      [plain, ...splitSetupCode(plain)].map(digest),
    );
    if (!owner) throw new LastingProblem('invalid_setup_code');
    const isBound = await this.rows.open(reader, { aggregate: 'user', id: owner.id, newest: owner.newest });
    if (!isBound(ACCOUNT, owner.account) || !isBound(SETUP_CODE, owner.code))
      throw new LastingProblem('invalid_setup_code');
    if (!owner.in_force || !this.clock.hasPassed(owner.valid_from)) throw new LastingProblem('code_not_in_force');
    const { hash } = owner;
    refuseWeak(password, owner.login, '/password');
    const stored = await this.passwords.hash(password);
    await this.transactions.run(actor(owner.id), async (tx) => {
      // The user first, as everywhere; the code's own row then decides between two that use it at once.
      await tx.query(`SELECT id FROM app_user WHERE id = $1 FOR NO KEY UPDATE`, [owner.id]);
      const used = await tx.query(
        `UPDATE setup_code SET used_at = clock_timestamp()
         WHERE hash = $1 AND used_at IS NULL AND expires_at > clock_timestamp() RETURNING user_id`,
        [hash],
      );
      if (used.length === 0) throw new Problem('invalid_setup_code');
      for (const kind of [SETUP_CODE, USED_CODE]) tx.bindRow(kind, owner.id, hash.toString('hex'));
      await endCodeMail(tx, owner.id);
      await storePassword(tx, owner.id, stored, { newVersion: true });
      // An account that had no password, as its newest entry says, has no way in that could end.
      if (isBound.list(PASSWORD).length > 0) await endAccess(tx, owner.id, 'password_changed');
      const tenants = await loadBodies(tx, owner.id);
      await tx.record({
        aggregate: 'user',
        id: owner.id,
        action: 'password_set',
        from: 'active',
        to: 'active',
        tenants,
      });
      await this.throttle.forgive(tx, attempt);
    });
    return { login: owner.login };
  }

  /** Ends every other session of the caller. @throws Problem `wrong_password`, counted like a failed sign-in. */
  async change(principal: Principal, current: string, next: string, address: string): Promise<void> {
    const holder = await this.own.prove(principal, current, address);
    const { id, login, session } = holder;
    // To judge the new one costs this process time: so only for its holder, whose attempts are counted.
    refuseWeak(next, login, '/newPassword');
    const stored = await this.passwords.hash(next);
    await this.transactions.run(principal, async (tx) => {
      await this.own.lock(tx, holder);
      await storePassword(tx, id, stored, { newVersion: true });
      // A code that others gave would still take the account from who has just shown to hold it.
      await removeOpenCode(tx, id);
      await endSessions(tx, { user: id, except: session }, 'password_changed');
      await endCalendarKey(tx, id);
      await tx.record({ aggregate: 'user', id, action: 'password_changed', from: 'active', to: 'active' });
    });
  }
}

function refuseWeak(password: string, login: string, pointer: string): void {
  const fault = passwordFault(password, login);
  if (fault) throw invalid(pointer, fault.code, fault.text);
}
