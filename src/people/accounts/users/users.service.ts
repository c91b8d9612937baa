import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { changeData, changedColumns, writeChanges } from '../../../kernel/database/merge-patch.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { createUser, type NewUser } from './new-user.js';
import { sameSeats, storeSeats, type SeatGiven } from '../seats.js';
import type { SetupCode } from '../sessions/setup-codes.js';
import { refuseLastAdmin } from './last-admin.js';
import { lockUser } from './user.subject.js';
import type { UserChangeDto } from './users.dto.js';

@Injectable()
export class UsersService {
  constructor(private readonly transactions: Transactions) {}

  create(principal: Principal, given: NewUser): Promise<{ id: string; code: SetupCode }> {
    return this.transactions.run(principal, (tx) => createUser(tx, given));
  }

  async change(principal: Principal, id: string, version: number, given: UserChangeDto): Promise<void> {
    await this.transactions.run(principal, async (tx) => {
      const user = await lockUser(tx, id, version);
      const changed = changedColumns(user, { name: given.name });
      if (Object.keys(changed).length === 0) return;
      await writeChanges(tx, 'app_user', id, changed);
      await tx.record({ aggregate: 'user', id, action: 'changed', data: changeData(changed, ['name']) });
    });
  }

  /** Replaces all seats. */
  async seat(principal: Principal, id: string, version: number, seats: readonly SeatGiven[]): Promise<void> {
    await this.transactions.run(principal, async (tx) => {
      await lockUser(tx, id, version);
      if (await sameSeats(tx, id, seats)) return;
      if (!seats.some((seat) => seat.role === 'admin')) await refuseLastAdmin(tx, id);
      await storeSeats(tx, id, seats);
      await tx.query(`UPDATE app_user SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
      await tx.record({ aggregate: 'user', id, action: 'seats_changed', data: { seats } });
    });
  }
}
