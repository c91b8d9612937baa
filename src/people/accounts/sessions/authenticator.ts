import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Authenticator } from '../../../kernel/access/access-guard.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { OwnClock } from '../../../kernel/clock/own-clock.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import { PoolReader } from '../../../kernel/database/reader.js';
import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import { PermissionCatalogue } from '../../../kernel/access/route-check.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { ACCOUNT, API_KEY, SEAT, SESSION } from '../acting/acting-kinds.js';
import { ActingRows, actingSql, bearsMark, markedSql, newestEntrySql, type Marked } from '../acting/acting-rows.js';
import { AccessTokens } from './access-tokens.js';
import { DemandedRoles } from '../second-factor/demanded-roles.js';
import { PERMISSIONS, permissionsOfKey } from '../roles.js';
import { seatInForceSql } from '../seat-standing.queries.js';
import { API_KEY_PREFIX, digest } from './secrets.js';
import { USER_SQL, UserPrincipals, type UserStanding } from '../user-principals.js';

interface UserRow extends Marked, UserStanding {
  proven: boolean;
  opened: StoredContent;
  of_session: Head | null;
}
interface KeyRow extends Marked {
  id: string;
  organisation: string;
  region: string | null;
  scopes: string[];
  holder: string;
  system: string | null;
  account: StoredContent;
  acting: StoredContent;
  of_key: Head | null;
  of_user: Head | null;
  /** The holder's seats there. */
  seats: {
    row: StoredContent;
    role: string;
    inForce: boolean;
    inForceAt: string | null;
    outsideSince: string | null;
  }[];
}

/**
 * Turns a bearer token into a principal by one indexed query, so that an ended session, a disabled user, a taken seat and
 * a revoked key count at once.
 */
@Injectable()
export class AccountAuthenticator extends Authenticator {
  private readonly reader: PoolReader;

  constructor(
    private readonly tokens: AccessTokens,
    private readonly demanded: DemandedRoles,
    private readonly rows: ActingRows,
    private readonly users: UserPrincipals,
    private readonly clock: OwnClock,
    dataSource: DataSource,
  ) {
    super();
    this.reader = new PoolReader(dataSource);
  }

  authenticate(token: string): Promise<Principal> {
    return token.startsWith(API_KEY_PREFIX) ? this.byKey(token) : this.byAccessToken(token);
  }

  private async byAccessToken(token: string): Promise<Principal> {
    const { user, session } = await this.tokens.read(token);
    const [row] = await runPreparedStatement<UserRow>(
      this.reader,
      `SELECT ${USER_SQL}, s.second_factor IS NOT NULL AS proven, ${actingSql(SESSION, 's')} AS opened,
         ${markedSql('s', 'session_mark')}, ${newestEntrySql('session', 's.id')} AS of_session
       FROM session s JOIN app_user u ON u.id = s.user_id
       WHERE s.id = $1 AND s.user_id = $2 AND s.ended_at IS NULL AND s.expires_at > clock_timestamp()
         AND u.state = 'active'`,
      [session, user],
    );
    if (!row) throw new Problem('invalid_token');
    const ofSession = await this.rows.open(this.reader, { aggregate: 'session', id: session, newest: row.of_session });
    if (!ofSession(SESSION, row.opened)) throw new Problem('invalid_token');
    const ofUser = await this.rows.open(this.reader, { aggregate: 'user', id: user, newest: row.of_user });
    if (!ofUser(ACCOUNT, row.account) || !bearsMark(ofUser, row)) throw new Problem('invalid_token');
    const person = this.users.toPrincipal(user, row, ofUser);
    return { ...person, session, unproven: !row.proven && this.demanded.needsFactor(person.seats) };
  }

  /** A key acts for its body with what it was given, as long as its holder may do the same; see `permissionsOfKey`. */
  private byKey(token: string): Promise<Principal> {
    return this.readKey(`k.hash = decode($1, 'hex')`, digest(token).toString('hex'));
  }

  /** What a key may do at this moment, for what is done in its name; null where it does not act. */
  async findKey(id: string): Promise<Principal | null> {
    try {
      return await this.readKey('k.id = $1::text::uuid', id);
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  private async readKey(
    where: `k.hash = decode($1, 'hex')` | 'k.id = $1::text::uuid',
    value: string,
  ): Promise<Principal> {
    const [row] = await runPreparedStatement<KeyRow>(
      this.reader,
      `SELECT k.id, k.organisation_id AS organisation, o.region, k.scopes, k.holder_id AS holder, k.system,
         ${actingSql(ACCOUNT, 'u')} AS account, ${actingSql(API_KEY, 'k')} AS acting,
         ${markedSql('k', 'key_mark')},
         ${newestEntrySql('api_key', 'k.id')} AS of_key, ${newestEntrySql('user', 'u.id')} AS of_user,
         coalesce((SELECT jsonb_agg(jsonb_build_object('role', t.role, 'inForce', ${seatInForceSql('t')}, 'inForceAt', t.in_force_at,
             'outsideSince', t.outside_since, 'row', ${actingSql(SEAT, 't')}) ORDER BY t.outside_since)
           FROM seat t WHERE t.user_id = k.holder_id AND t.organisation_id = k.organisation_id), '[]') AS seats
       FROM api_key k JOIN app_user u ON u.id = k.holder_id JOIN organisation o ON o.id = k.organisation_id
       WHERE ${where} AND k.state = 'active' AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
         AND u.state = 'active'`,
      [value],
    );
    if (!row) throw new Problem('invalid_token');
    const ofKey = await this.rows.open(this.reader, { aggregate: 'api_key', id: row.id, newest: row.of_key });
    if (!ofKey(API_KEY, row.acting)) throw new Problem('invalid_token');
    const ofUser = await this.rows.open(this.reader, { aggregate: 'user', id: row.holder, newest: row.of_user });
    if (!ofUser(ACCOUNT, row.account) || !bearsMark(ofUser, row)) throw new Problem('invalid_token');
    const seats = row.seats.filter((seat) => ofUser(SEAT, seat.row));
    const roles = seats.flatMap(({ role, inForce, inForceAt }) =>
      inForce && this.clock.hasPassed(inForceAt) ? [role] : [],
    );
    const permissions = permissionsOfKey(row.scopes, roles, this.users.separate);
    // The latest: nulls stand last, and say that a seat is the body's own.
    const outsideSince = seats.filter((seat) => seat.outsideSince !== null).at(-1)?.outsideSince ?? null;
    return {
      kind: 'api_key',
      id: row.id,
      seats: [
        {
          ...{ organisation: row.organisation, role: 'integrator', region: row.region, overseesRegion: false },
          ...{ permissions, outsideSince },
        },
      ],
      permissions,
      ...(row.system !== null && { system: row.system }),
    };
  }
}

/** The permissions that exist; a route that names another does not boot. */
@Injectable()
export class RolePermissions extends PermissionCatalogue {
  has(permission: string): boolean {
    return Object.hasOwn(PERMISSIONS, permission);
  }
}
