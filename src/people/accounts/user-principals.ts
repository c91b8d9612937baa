import { Injectable } from '@nestjs/common';
import { Settings } from '../../kernel/config/settings.js';
import { OwnClock } from '../../kernel/clock/own-clock.js';
import { NO_BODY, type Principal, type Seat } from '../../kernel/access/principal.js';
import type { Head } from '../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../kernel/audit/bound-rows.js';
import type { Reader } from '../../kernel/database/reader.js';
import { ACCOUNT, SEAT } from './acting/acting-kinds.js';
import { ActingRows, actingSql, newestEntrySql, type IsBound } from './acting/acting-rows.js';
import { listPermissions, overseesRegion } from './roles.js';
import { seatInForceSql } from './seat-standing.queries.js';

/** What stands of an account `u`, as `USER_SQL` reads it. */
export interface UserStanding {
  login: string;
  account: StoredContent;
  of_user: Head | null;
  seats: (Omit<Seat, 'permissions' | 'overseesRegion'> & { row: StoredContent; inForceAt: string | null })[];
}

/** SQL: the columns of `UserStanding`, of an account `u`. */
export const USER_SQL = `u.login, ${actingSql(ACCOUNT, 'u')} AS account, ${newestEntrySql('user', 'u.id')} AS of_user,
  coalesce((SELECT jsonb_agg(jsonb_build_object(
      'organisation', coalesce(t.organisation_id, '${NO_BODY}'), 'role', t.role, 'region', o.region,
      'outsideSince', t.outside_since, 'inForceAt', t.in_force_at, 'row', ${actingSql(SEAT, 't')}))
    FROM seat t LEFT JOIN organisation o ON o.id = t.organisation_id
    WHERE t.user_id = u.id AND ${seatInForceSql('t')}), '[]') AS seats`;

/** People as they may act at this moment: by seats that are what the product wrote. */
@Injectable()
export class UserPrincipals {
  /** Whether an administrator is the security administrator alone. */
  readonly separate: boolean;

  constructor(
    private readonly rows: ActingRows,
    private readonly clock: OwnClock,
    { separateAdministrators, production }: Settings,
  ) {
    this.separate = separateAdministrators ?? production;
  }

  /** Somebody who is not here: asked for by what they set up. Null where the account may not act any more. */
  async find(reader: Reader, id: string): Promise<Principal | null> {
    const [row] = await reader.query<UserStanding[]>(
      `SELECT ${USER_SQL} FROM app_user u WHERE u.id = $1 AND u.state = 'active'`,
      [id],
    );
    if (!row) return null;
    const ofUser = await this.rows.open(reader, { aggregate: 'user', id, newest: row.of_user });
    return ofUser(ACCOUNT, row.account) ? this.toPrincipal(id, row, ofUser) : null;
  }

  toPrincipal(id: string, { login, seats: stored }: UserStanding, ofUser: IsBound): Principal {
    const seats = stored.flatMap(({ row, inForceAt, ...seat }) =>
      this.clock.hasPassed(inForceAt) && ofUser(SEAT, row) ? [seat] : [],
    );
    const permit = (roles: string[]) => listPermissions(roles, this.separate);
    return {
      ...{ kind: 'user', id, login, permissions: permit(seats.map(({ role }) => role)) },
      seats: seats.map((seat) => ({
        ...seat,
        overseesRegion: overseesRegion(seat.role),
        permissions: permit([seat.role]),
      })),
    };
  }
}
