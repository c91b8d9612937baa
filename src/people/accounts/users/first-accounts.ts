import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import { LOGIN } from '../sessions/login.rules.js';
import { createUser } from './new-user.js';
import { Passwords } from '../sessions/passwords.js';
import type { Role } from '../roles.js';
import type { SetupCode } from '../sessions/setup-codes.js';

/** Who can sign in to a demonstration. */
const DEMONSTRATION = {
  admin: { login: 'admin', name: '系统管理员' },
  bureau_officer: { login: 'officer', name: '民政局经办人' },
  bureau_approver: { login: 'approver', name: '民政局审批人' },
  supervisor: { login: 'supervisor', name: '审计监督员' },
  finance_authority: { login: 'finance', name: '财政部门经办人' },
} as const satisfies Partial<Record<Role, { login: string; name: string }>>;
export type DemonstrationRole = keyof typeof DEMONSTRATION;

/** What the first start prints, once. */
export interface DemonstrationAccount {
  role: DemonstrationRole;
  login: string;
  password: string;
}

/** Accounts that are there before anybody can sign in. Nothing here has a route. */
@Injectable()
export class FirstAccounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly passwords: Passwords,
  ) {}

  /** An administrator without a body, and the one-time code. @throws Problem `login_taken`, `validation_failed`. */
  async createAdmin(given: { login: string; name: string }): Promise<SetupCode & { id: string; login: string }> {
    if (!LOGIN.test(given.login))
      throw invalid('/login', 'wrong_format', {
        en: 'A login has 3 to 64 letters, digits and _ . @ -',
        zh: '登录名应为 3 至 64 个字母、数字或 _ . @ -',
      });
    return this.transactions.run(SYSTEM, async (tx) => {
      const seats = [{ organisation: null, role: 'admin' as const }];
      const { id, code } = await createUser(tx, { ...given, seats });
      return { id, login: given.login, ...code };
    });
  }

  /**
   * One account per role, in the bodies given, with generated passwords that are shown to the caller alone. Supervisor and
   * finance authority see the region of their body.
   */
  async createDemonstrationAccounts(bodies: Record<DemonstrationRole, string>): Promise<DemonstrationAccount[]> {
    const roles = Object.keys(DEMONSTRATION) as DemonstrationRole[];
    const accounts = roles.map((role) => ({
      role,
      login: DEMONSTRATION[role].login,
      password: randomBytes(12).toString('base64url'),
    }));
    const hashes = await Promise.all(accounts.map(({ password }) => this.passwords.hash(password)));
    await this.transactions.run(SYSTEM, async (tx) => {
      for (const [i, { role, login }] of accounts.entries()) {
        const seats = [{ organisation: bodies[role], role }];
        const { id } = await createUser(tx, { login, name: DEMONSTRATION[role].name, seats });
        await tx.query(`UPDATE app_user SET password_hash = $2 WHERE id = $1`, [id, hashes[i]]);
        await tx.query(`DELETE FROM setup_code WHERE user_id = $1`, [id]);
      }
    });
    return accounts;
  }
}
