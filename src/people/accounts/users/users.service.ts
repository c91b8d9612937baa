import { OwnClock } from '../../../kernel/clock/own-clock.js';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { changeData, changedColumns, writeChanges } from '../../../kernel/database/merge-patch.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { TAKEN_OUT } from '../../../kernel/identity/taken-out.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { askForSeats } from '../requests/asking.js';
import { actsBeyondOwnBodies, actsOnFurtherSeat, findSeatGiver, planSeats, type SeatGiver } from '../seat-giver.js';
import { listManagedBodies, loadSeats, loadUse, lockBodies, type StandingSeat } from '../seat-standing.queries.js';
import {
  addSeats,
  assertKnownBodies,
  listBodies,
  refuseConflict,
  removeSeats,
  listOtherSeats,
  type SeatGiven,
} from '../seats.js';
import { CodeMailboxes } from '../code-mails/code-mailboxes.js';
import { assertManagesAlone, giveFirstCode, type CodeShown } from './code-giver.js';
import { refuseLastAdmin } from './last-admin.js';
import { insertUser, recordCreation } from './new-user.js';
import { lockUser } from './user.subject.js';
import type { NewUserDto, UserChangeDto } from './users.dto.js';

const NOT_SHOWN = { shown: {}, first: null };

/** Accounts as a body's manager keeps those of its own body, and an administrator those of bodies that have none. */
@Injectable()
export class UsersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly codeMails: CodeMailboxes,
    private readonly clock: OwnClock,
  ) {}

  /** The code of a new account is mailed where the manager says, else shown. @throws Problem `login_taken`, `seats_conflict`, `mail_not_set_up` */
  create(principal: Principal, { mailTo, ...given }: NewUserDto): Promise<{ id: string; shown: CodeShown }> {
    return this.transactions.run(principal, async (tx) => {
      const giver = findSeatGiver(principal);
      if (!giver.administers && given.seats.length === 0) throw new Problem('not_permitted');
      if (mailTo) assertManagesAlone(giver);
      refuseConflict(given.seats);
      await lockBodies(tx, listBodies(given.seats));
      await assertKnownBodies(tx, given.seats);
      const id = await insertUser(tx, given);
      const plan = await planSeats(tx, giver, id, given.seats, this.clock);
      await addSeats(tx, id, plan.now);
      if (mailTo) await this.codeMails.order(tx, id, mailTo, giver.id);
      const { first, shown } = mailTo ? NOT_SHOWN : await giveFirstCode(tx, giver, id, plan);
      await recordCreation(tx, id, plan.now);
      await askForSeats(tx, id, plan.asked, first);
      return { id, shown };
    });
  }

  async change(principal: Principal, id: string, version: number, given: UserChangeDto): Promise<void> {
    await this.transactions.run(principal, async (tx) => {
      const user = await lockUser(tx, id, version);
      if (actsBeyondOwnBodies(findSeatGiver(principal), user.seats)) throw new Problem('seats_elsewhere');
      if (user.name === TAKEN_OUT) throw new Problem('person_erased');
      const changed = changedColumns(user, { name: given.name });
      if (Object.keys(changed).length === 0) return;
      await writeChanges(tx, 'app_user', id, changed);
      const data = changeData(changed, ['name']);
      await tx.record({ aggregate: 'user', id, action: 'changed', data, tenants: listBodies(user.seats) });
    });
  }

  /** Replaces all seats; for a manager, those in its own bodies. What others have to agree to is asked for. */
  async seat(principal: Principal, id: string, version: number, seats: readonly SeatGiven[]): Promise<void> {
    await this.transactions.run(principal, async (tx) => {
      await lockUser(tx, id, version);
      const giver = findSeatGiver(principal);
      const all = await loadSeats(tx, id);
      const before = giver.administers ? all : all.filter((seat) => giver.manages.has(seat.organisation ?? ''));
      const elsewhere = listOtherSeats(all, before);
      const [added, ended] = [listOtherSeats(seats, before), listOtherSeats(before, seats)];
      if (added.length === 0 && ended.length === 0) return;
      // Giving up a seat is one's own; taking one is not.
      if (giver.administers && id === giver.id && added.length > 0) throw new Problem('own_account');
      refuseConflict([...elsewhere, ...seats]);
      await lockBodies(tx, listBodies([...ended, ...added]));
      await assertKnownBodies(tx, seats);
      if (ended.some(({ role }) => role === 'admin')) await refuseLastAdmin(tx, id);
      await assertMayEnd(tx, giver, id, ended);
      const plan = await planSeats(tx, giver, id, added, this.clock);
      await removeSeats(tx, id, ended);
      await addSeats(tx, id, plan.now);
      await askForSeats(tx, id, plan.asked, null);
      await tx.query(`UPDATE app_user SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
      if (plan.now.length === 0 && ended.length === 0) return;
      const toData = (list: readonly SeatGiven[]) => list.map(({ organisation, role }) => ({ organisation, role }));
      await tx.record({
        ...{ aggregate: 'user', id, action: 'seats_changed' },
        data: { given: toData(plan.now), ended: toData(ended) },
        tenants: listBodies([...all, ...plan.now]),
      });
    });
  }
}

/** @throws Problem `body_has_manager`, `last_manager`, `seat_reaches_further` */
async function assertMayEnd(tx: Tx, giver: SeatGiver, user: string, ended: readonly StandingSeat[]): Promise<void> {
  const bodies = listBodies(ended);
  // Nobody has taken an account of the body into use: whoever was registered wrongly is taken back.
  const use = await loadUse(tx, user, bodies);
  if (giver.administers && !use.own && !use.others) return;
  const managed = await listManagedBodies(tx, bodies, user);
  const isLast = ({ organisation, role }: StandingSeat): boolean =>
    role === 'agency_manager' && organisation !== null && !managed.includes(organisation);
  if (ended.some(isLast)) throw new Problem('last_manager');
  if (giver.administers && managed.length > 0) throw new Problem('body_has_manager', { facts: { bodies: managed } });
  if (actsOnFurtherSeat(giver, ended)) throw new Problem('seat_reaches_further');
}
