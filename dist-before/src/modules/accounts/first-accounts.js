var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { SYSTEM } from '../../platform/access/principal.js';
import { Transactions } from '../../platform/database/transactions.js';
import { invalid } from '../../platform/http/validation.js';
import { LOGIN } from './login.rules.js';
import { createUser } from './new-user.js';
import { Passwords } from './passwords.js';
/** Who can sign in to a demonstration. */
const DEMONSTRATION = {
    admin: { login: 'admin', name: '系统管理员' },
    bureau_officer: { login: 'officer', name: '民政局经办人' },
    bureau_approver: { login: 'approver', name: '民政局审批人' },
    supervisor: { login: 'supervisor', name: '审计监督员' },
    finance_authority: { login: 'finance', name: '财政部门经办人' },
};
/** Accounts that are there before anybody can sign in. Nothing here has a route. */
let FirstAccounts = class FirstAccounts {
    transactions;
    passwords;
    constructor(transactions, passwords) {
        this.transactions = transactions;
        this.passwords = passwords;
    }
    /** An administrator without a body, and the one-time code. @throws Problem `login_taken`, `validation_failed`. */
    async createAdmin(given) {
        if (!LOGIN.test(given.login))
            throw invalid('/login', 'wrong_format', {
                en: 'A login has 3 to 64 letters, digits and _ . @ -',
                zh: '登录名应为 3 至 64 个字母、数字或 _ . @ -',
            });
        return this.transactions.run(SYSTEM, async (tx) => {
            const seats = [{ organisation: null, role: 'admin' }];
            const { id, code } = await createUser(tx, { ...given, seats });
            return { id, login: given.login, ...code };
        });
    }
    /**
     * One account per role, in the bodies given, with generated passwords that are shown to the caller alone. Supervisor and
     * finance authority see the region of their body.
     */
    async createDemonstrationAccounts(bodies) {
        const roles = Object.keys(DEMONSTRATION);
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
};
FirstAccounts = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        Passwords])
], FirstAccounts);
export { FirstAccounts };
//# sourceMappingURL=first-accounts.js.map