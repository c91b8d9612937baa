import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import { isOwnName, STANDS_FOR_ERASED } from '../../../kernel/identity/taken-out.js';
import { LOGIN } from '../sessions/login.rules.js';
import { createUser } from './new-user.js';
import { storePassword } from '../sessions/stored-passwords.js';
import { Passwords, type StoredPassword } from '../sessions/passwords.js';
import { KEY_SCOPES, listPermissions, type Administering, type Role } from '../roles.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { removeOpenCode, type SetupCode } from '../sessions/setup-codes.js';

/** Who can sign in to a demonstration. */
const DEMONSTRATION = {
  admin: { login: 'admin', name: '安全管理员' },
  bureau_officer: { login: 'officer', name: '民政局经办人' },
  bureau_approver: { login: 'approver', name: '民政局审批人' },
  supervisor: { login: 'supervisor', name: '审计监督员' },
  finance_authority: { login: 'finance', name: '财政部门经办人' },
  procurement_agent: { login: 'agent', name: '采购代理机构项目经理' },
  agency_manager: { login: 'manager', name: '社工机构负责人' },
  agency_worker: { login: 'worker', name: '一线社工' },
  panel_member: { login: 'reviewer', name: '评审专家' },
  evaluator: { login: 'evaluator', name: '第三方评估员' },
  community_worker: { login: 'community', name: '社区工作者' },
  integrator: { login: 'integrator', name: '系统对接人员' },
  system_admin: { login: 'operator', name: '系统管理员' },
  auditor: { login: 'auditor', name: '审计管理员' },
} as const satisfies Record<Role, { login: string; name: string }>;

/** What the first start prints, once. */
export interface DemonstrationAccount {
  id: string;
  role: Role;
  login: string;
  password: string;
}

/** Accounts that are there before anybody can sign in. Nothing here has a route. */
@Injectable()
export class FirstAccounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly passwords: Passwords,
    private readonly keys: ApiKeysService,
  ) {}

  /** Who administers, without a body, and the one-time code. @throws Problem `login_taken`, `validation_failed`. */
  async createAdmin(given: {
    login: string;
    name: string;
    role?: Administering;
  }): Promise<SetupCode & { id: string; login: string }> {
    if (!LOGIN.test(given.login))
      throw invalid('/login', 'wrong_format', {
        en: 'A login has 3 to 64 letters, digits and _ . @ -',
        zh: '登录名应为 3 至 64 个字母、数字或 _ . @ -',
      });
    if (!isOwnName(given.name)) {
      const { en, zh } = STANDS_FOR_ERASED;
      throw invalid('/name', 'stands_for_erased', { en: `The name ${en}`, zh });
    }
    return this.transactions.run(SYSTEM, async (tx) => {
      const seats = [{ organisation: null, role: given.role ?? 'admin' }];
      const { id, code } = await createUser(tx, { login: given.login, name: given.name, seats });
      return { id, login: given.login, ...code };
    });
  }

  /**
   * One account per role, in the bodies given, with generated passwords that are shown to the caller alone. Supervisor and
   * finance authority see the region of their body.
   */
  async createDemonstrationAccounts(bodies: Record<Role, string>): Promise<DemonstrationAccount[]> {
    const roles = Object.keys(DEMONSTRATION) as Role[];
    const given = roles.map((role) => ({
      role,
      login: DEMONSTRATION[role].login,
      password: randomBytes(12).toString('base64url'),
    }));
    const hashes = await Promise.all(given.map(({ password }) => this.passwords.hash(password)));
    return this.transactions.run(SYSTEM, async (tx) => {
      const accounts: DemonstrationAccount[] = [];
      for (const [i, account] of given.entries()) {
        const { role, login } = account;
        const seats = [{ organisation: bodies[role], role }];
        const { id } = await createUser(tx, { login, name: DEMONSTRATION[role].name, seats });
        accounts.push({ id, ...account });
        await storePassword(tx, id, hashes[i] as StoredPassword);
        await removeOpenCode(tx, id);
      }
      return accounts;
    });
  }

  /** The key of a program that acts for a body, held by its integrator, with all that one may do. It is answered once. */
  async createDemonstrationKey(holder: string, organisation: string): Promise<string> {
    const permissions = listPermissions(['integrator']);
    const seat = { organisation, role: 'integrator', region: null, overseesRegion: false, permissions };
    const { key } = await this.keys.create(
      { kind: 'user', id: holder, seats: [seat], permissions },
      { name: '演示密钥', organisation, scopes: KEY_SCOPES.filter((scope) => permissions.has(scope)) },
    );
    return key;
  }
}
