import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf } from '../../../kernel/access/scope.js';
import { changeData, changedColumns, writeChanges } from '../../../kernel/database/merge-patch.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { decide } from '../../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { createUser, type NewUser } from './new-user.js';
import { sameSeats, storeSeats, type SeatGiven } from '../seats.js';
import { endSessions } from '../sessions/session.ends.js';
import { issueSetupCode, type SetupCode } from '../sessions/setup-codes.js';
import { refuseLastAdmin } from './user.guards.js';
import { userLifecycle, type UserAction, type UserState } from './user.lifecycle.js';
import type { UserChangeDto } from './users.dto.js';
import { visibleUsers } from './users.queries.js';

interface LockedUser {
  id: string;
  version: number;
  name: string;
  state: UserState;
}

/** What each action does beside the change of state. Only `reset` shows something. */
const EFFECTS: Record<UserAction, (tx: Tx, user: string) => Promise<SetupCode | null>> = {
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

@Injectable()
export class UsersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
  ) {}

  create(principal: Principal, given: NewUser): Promise<{ id: string; code: SetupCode }> {
    return this.transactions.run(principal, (tx) => createUser(tx, given));
  }

  async change(principal: Principal, id: string, version: number, given: UserChangeDto): Promise<void> {
    await this.transactions.run(principal, async (tx) => {
      const user = await this.lock(tx, id, version);
      const changed = changedColumns(user, { name: given.name });
      if (Object.keys(changed).length === 0) return;
      await writeChanges(tx, 'app_user', id, changed);
      await tx.record({ aggregate: 'user', id, action: 'changed', data: changeData(changed, ['name']) });
    });
  }

  /** Replaces all seats. */
  async seat(principal: Principal, id: string, version: number, seats: readonly SeatGiven[]): Promise<void> {
    await this.transactions.run(principal, async (tx) => {
      await this.lock(tx, id, version);
      if (await sameSeats(tx, id, seats)) return;
      if (!seats.some((seat) => seat.role === 'admin')) await refuseLastAdmin(tx, id);
      await storeSeats(tx, id, seats);
      await tx.query(`UPDATE app_user SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
      await tx.record({ aggregate: 'user', id, action: 'seats_changed', data: { seats } });
    });
  }

  /** The one-time code where the action shows one. */
  act(principal: Principal, id: string, version: number, action: string, reason?: string): Promise<SetupCode | null> {
    return this.transactions.run(principal, async (tx) => {
      const user = await this.lock(tx, id, version);
      const transition = decide(userLifecycle, user.state, action, principal);
      await this.registry.pass(tx, userLifecycle.name, transition.action, transition.guards ?? [], id);
      const to = (transition.to as UserState | undefined) ?? user.state;
      const code = await EFFECTS[transition.action](tx, id);
      await tx.query(
        `UPDATE app_user SET state = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, to],
      );
      await tx.record({ aggregate: 'user', id, action: transition.action, from: user.state, to, reason });
      return code;
    });
  }

  private async lock(tx: Tx, id: string, version: number): Promise<LockedUser> {
    return lockRoot<LockedUser>(tx, 'app_user', id, visibleUsers(scopeOf(tx.principal)), new Sql(), version);
  }
}
