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
import { DataSource } from 'typeorm';
import { Authenticator } from '../../platform/access/access.guard.js';
import { NO_BODY } from '../../platform/access/principal.js';
import { prepared } from '../../platform/database/prepared.js';
import { PoolReader } from '../../platform/database/reader.js';
import { PermissionCatalogue } from '../../platform/access/route.check.js';
import { Problem } from '../../platform/errors/problem.js';
import { AccessTokens } from './access-tokens.js';
import { PERMISSIONS, permissionsOf, permissionsOfKey } from './roles.js';
import { API_KEY_PREFIX, digest } from './secrets.js';
/**
 * Turns a bearer token into a principal by one indexed query, so that an ended session, a disabled user, a taken seat and
 * a revoked key count at once.
 */
let AccountAuthenticator = class AccountAuthenticator extends Authenticator {
    tokens;
    reader;
    constructor(tokens, dataSource) {
        super();
        this.tokens = tokens;
        this.reader = new PoolReader(dataSource);
    }
    authenticate(token) {
        return token.startsWith(API_KEY_PREFIX) ? this.byKey(token) : this.byAccessToken(token);
    }
    async byAccessToken(token) {
        const { user, session } = await this.tokens.read(token);
        const [row] = await prepared(this.reader, `SELECT u.login,
         coalesce((SELECT jsonb_agg(jsonb_build_object(
             'organisation', coalesce(t.organisation_id, '${NO_BODY}'), 'role', t.role, 'region', o.region))
           FROM seat t LEFT JOIN organisation o ON o.id = t.organisation_id WHERE t.user_id = u.id), '[]') AS seats
       FROM session s JOIN app_user u ON u.id = s.user_id
       WHERE s.id = $1 AND s.user_id = $2 AND s.ended_at IS NULL AND s.expires_at > clock_timestamp()
         AND u.state = 'active'`, [session, user]);
        if (!row)
            throw new Problem('invalid_token');
        return {
            kind: 'user',
            id: user,
            login: row.login,
            session,
            seats: row.seats.map((seat) => ({ ...seat, permissions: permissionsOf([seat.role]) })),
            permissions: permissionsOf(row.seats.map((seat) => seat.role)),
        };
    }
    /** A key acts for its body with what it was given, as long as its holder may do the same; see `permissionsOfKey`. */
    async byKey(token) {
        const [row] = await prepared(this.reader, `SELECT k.id, k.organisation_id AS organisation, o.region, k.scopes,
         (SELECT coalesce(array_agg(t.role), '{}') FROM seat t
          WHERE t.user_id = k.holder_id AND t.organisation_id = k.organisation_id) AS roles
       FROM api_key k JOIN app_user u ON u.id = k.holder_id JOIN organisation o ON o.id = k.organisation_id
       WHERE k.hash = $1 AND k.state = 'active' AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
         AND u.state = 'active'`, [digest(token)]);
        if (!row)
            throw new Problem('invalid_token');
        const permissions = permissionsOfKey(row.scopes, row.roles);
        return {
            kind: 'api_key',
            id: row.id,
            seats: [{ organisation: row.organisation, role: 'integrator', region: row.region, permissions }],
            permissions,
        };
    }
};
AccountAuthenticator = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [AccessTokens,
        DataSource])
], AccountAuthenticator);
export { AccountAuthenticator };
/** The permissions that exist; a route that names another does not boot. */
let RolePermissions = class RolePermissions extends PermissionCatalogue {
    has(permission) {
        return Object.hasOwn(PERMISSIONS, permission);
    }
};
RolePermissions = __decorate([
    Injectable()
], RolePermissions);
export { RolePermissions };
//# sourceMappingURL=authenticator.js.map