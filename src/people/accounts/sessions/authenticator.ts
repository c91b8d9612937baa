import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Authenticator } from '../../../kernel/access/access-guard.js';
import { NO_BODY, type Principal, type Seat } from '../../../kernel/access/principal.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import { PoolReader } from '../../../kernel/database/reader.js';
import { PermissionCatalogue } from '../../../kernel/access/route-check.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { AccessTokens } from './access-tokens.js';
import { DemandedRoles } from '../second-factor/demanded-roles.js';
import { overseesRegion, PERMISSIONS, listPermissions, permissionsOfKey } from '../roles.js';
import { seatInForceSql } from '../seat-standing.queries.js';
import { API_KEY_PREFIX, digest } from './secrets.js';

interface UserRow {
  login: string;
  proven: boolean;
  seats: Omit<Seat, 'permissions' | 'overseesRegion'>[];
}
interface KeyRow {
  id: string;
  organisation: string;
  region: string | null;
  scopes: string[];
  roles: string[];
  /** The latest of the holder's seats there. */
  outside_since: string | null;
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
      `SELECT u.login, s.second_factor IS NOT NULL AS proven,
         coalesce((SELECT jsonb_agg(jsonb_build_object(
             'organisation', coalesce(t.organisation_id, '${NO_BODY}'), 'role', t.role, 'region', o.region,
             'outsideSince', t.outside_since))
           FROM seat t LEFT JOIN organisation o ON o.id = t.organisation_id
           WHERE t.user_id = u.id AND ${seatInForceSql('t')}), '[]') AS seats
       FROM session s JOIN app_user u ON u.id = s.user_id
       WHERE s.id = $1 AND s.user_id = $2 AND s.ended_at IS NULL AND s.expires_at > clock_timestamp()
         AND u.state = 'active'`,
      [session, user],
    );
    if (!row) throw new Problem('invalid_token');
    return {
      kind: 'user',
      id: user,
      login: row.login,
      session,
      unproven: !row.proven && this.demanded.needsFactor(row.seats),
      seats: row.seats.map((seat) => ({
        ...seat,
        overseesRegion: overseesRegion(seat.role),
        permissions: listPermissions([seat.role]),
      })),
      permissions: listPermissions(row.seats.map((seat) => seat.role)),
    };
  }

  /** A key acts for its body with what it was given, as long as its holder may do the same; see `permissionsOfKey`. */
  private async byKey(token: string): Promise<Principal> {
    const [row] = await runPreparedStatement<KeyRow>(
      this.reader,
      `SELECT k.id, k.organisation_id AS organisation, o.region, k.scopes,
         (SELECT coalesce(array_agg(t.role), '{}') FROM seat t
          WHERE t.user_id = k.holder_id AND t.organisation_id = k.organisation_id AND ${seatInForceSql('t')}) AS roles,
         (SELECT to_json(max(t.outside_since)) #>> '{}' FROM seat t
          WHERE t.user_id = k.holder_id AND t.organisation_id = k.organisation_id) AS outside_since
       FROM api_key k JOIN app_user u ON u.id = k.holder_id JOIN organisation o ON o.id = k.organisation_id
       WHERE k.hash = $1 AND k.state = 'active' AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
         AND u.state = 'active'`,
      [digest(token)],
    );
    if (!row) throw new Problem('invalid_token');
    const permissions = permissionsOfKey(row.scopes, row.roles);
    return {
      kind: 'api_key',
      id: row.id,
      seats: [
        {
          ...{ organisation: row.organisation, role: 'integrator', region: row.region, overseesRegion: false },
          ...{ permissions, outsideSince: row.outside_since },
        },
      ],
      permissions,
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
