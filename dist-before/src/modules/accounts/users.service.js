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
import { scopeOf } from '../../platform/access/scope.js';
import { changeData, changedColumns, writeChanges } from '../../platform/database/merge-patch.js';
import { lockRoot } from '../../platform/database/roots.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { decide } from '../../platform/lifecycle/lifecycle.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { createUser } from './new-user.js';
import { sameSeats, storeSeats } from './seats.js';
import { endSessions } from './session.ends.js';
import { issueSetupCode } from './setup-codes.js';
import { refuseLastAdmin } from './user.guards.js';
import { userLifecycle } from './user.lifecycle.js';
import { visibleUsers } from './users.queries.js';
/** What each action does beside the change of state. Only `reset` shows something. */
const EFFECTS = {
    async reset(tx, user) {
        await tx.query(`UPDATE app_user SET password_hash = NULL WHERE id = $1`, [user]);
        await endSessions(tx, { user }, 'password_reset');
        return issueSetupCode(tx, user);
    },
    async disable(tx, user) {
        await tx.query(`DELETE FROM setup_code WHERE user_id = $1 AND used_at IS NULL`, [user]);
        await endSessions(tx, { user }, 'disabled');
        return null;
    },
    enable: () => Promise.resolve(null),
    async end_sessions(tx, user) {
        await endSessions(tx, { user }, 'ended_by_admin');
        return null;
    },
};
let UsersService = class UsersService {
    transactions;
    registry;
    constructor(transactions, registry) {
        this.transactions = transactions;
        this.registry = registry;
    }
    create(principal, given) {
        return this.transactions.run(principal, (tx) => createUser(tx, given));
    }
    async change(principal, id, version, given) {
        await this.transactions.run(principal, async (tx) => {
            const user = await this.lock(tx, id, version);
            const changed = changedColumns(user, { name: given.name });
            if (Object.keys(changed).length === 0)
                return;
            await writeChanges(tx, 'app_user', id, changed);
            await tx.record({ aggregate: 'user', id, action: 'changed', data: changeData(changed, ['name']) });
        });
    }
    /** Replaces all seats. */
    async seat(principal, id, version, seats) {
        await this.transactions.run(principal, async (tx) => {
            await this.lock(tx, id, version);
            if (await sameSeats(tx, id, seats))
                return;
            if (!seats.some((seat) => seat.role === 'admin'))
                await refuseLastAdmin(tx, id);
            await storeSeats(tx, id, seats);
            await tx.query(`UPDATE app_user SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
            await tx.record({ aggregate: 'user', id, action: 'seats_changed', data: { seats } });
        });
    }
    /** The one-time code where the action shows one. */
    act(principal, id, version, action, reason) {
        return this.transactions.run(principal, async (tx) => {
            const user = await this.lock(tx, id, version);
            const transition = decide(userLifecycle, user.state, action, principal);
            await this.registry.pass(tx, userLifecycle.name, transition.action, transition.guards ?? [], id);
            const to = transition.to ?? user.state;
            const code = await EFFECTS[transition.action](tx, id);
            await tx.query(`UPDATE app_user SET state = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id, to]);
            await tx.record({ aggregate: 'user', id, action: transition.action, from: user.state, to, reason });
            return code;
        });
    }
    async lock(tx, id, version) {
        return lockRoot(tx, 'app_user', id, visibleUsers(scopeOf(tx.principal)), new Sql(), version);
    }
};
UsersService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        LifecycleRegistry])
], UsersService);
export { UsersService };
//# sourceMappingURL=users.service.js.map