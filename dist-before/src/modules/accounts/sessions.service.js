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
import { PUBLIC } from '../../platform/access/principal.js';
import { Settings } from '../../platform/config/settings.js';
import { Transactions } from '../../platform/database/transactions.js';
import { LastingProblem, Problem } from '../../platform/errors/problem.js';
import { AccessTokens } from './access-tokens.js';
import { Passwords } from './passwords.js';
import { digest, randomSecret } from './secrets.js';
import { endSessions } from './session.ends.js';
import { SignInThrottle } from './sign-in.throttle.js';
/** Who acts, where a person acts on the own account before there is a session. */
export const actor = (user) => ({ ...PUBLIC, kind: 'user', id: user });
/**
 * Sessions. The access token is short-lived and signed; the refresh token is 256 random bits, changes with every use and is
 * kept as SHA-256. A session ends `REFRESH_TOKEN_DAYS` after the signing-in; refreshing does not extend it.
 */
let SessionsService = class SessionsService {
    transactions;
    throttle;
    passwords;
    tokens;
    settings;
    constructor(transactions, throttle, passwords, tokens, settings) {
        this.transactions = transactions;
        this.throttle = throttle;
        this.passwords = passwords;
        this.tokens = tokens;
        this.settings = settings;
    }
    /** @throws Problem `wrong_credentials`, the same for every reason; `throttled`. */
    async signIn(login, password, address) {
        const attempt = await this.throttle.enter(login, address);
        const [account] = await this.transactions.reader.query(`SELECT id, login, password_hash, state FROM app_user WHERE lower(login) = lower($1)`, [login]);
        const right = await this.passwords.verify(account?.password_hash, password);
        const pair = right && account ? await this.start(account, attempt) : null;
        if (!pair)
            throw new LastingProblem('wrong_credentials');
        return pair;
    }
    /**
     * A new pair for a refresh token. One that was used before is in two hands, and nobody can tell which are the owner's:
     * the session ends for both, also where two requests raced and one of them has just been answered.
     */
    async refresh(refreshToken) {
        const hash = digest(refreshToken);
        return this.transactions.run(PUBLIC, async (tx) => {
            const [presented] = await tx.query(`SELECT s.id AS session, s.user_id AS user, t.used_at IS NOT NULL AS used,
           s.ended_at IS NULL AND s.expires_at > clock_timestamp() AND u.state = 'active' AS alive
         FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN app_user u ON u.id = s.user_id
         WHERE t.hash = $1 FOR UPDATE OF t, s`, [hash]);
            if (!presented?.alive)
                throw new Problem('invalid_refresh_token');
            if (presented.used) {
                await endSessions(tx, { session: presented.session }, 'token_reused');
                throw new LastingProblem('refresh_token_reused');
            }
            await tx.query(`UPDATE refresh_token SET used_at = clock_timestamp() WHERE hash = $1`, [hash]);
            return this.issue(tx, presented.user, presented.session);
        });
    }
    /** Ends the caller's own session. */
    async signOut(principal) {
        if (principal.kind !== 'user' || !principal.session)
            throw new Problem('not_permitted');
        const session = principal.session;
        await this.transactions.run(principal, (tx) => endSessions(tx, { session }, 'signed_out'));
    }
    /** Null where the account was disabled or its password changed while this one was looked at. */
    start(account, attempt) {
        return this.transactions.run(actor(account.id), async (tx) => {
            const [still] = await tx.query(`SELECT id FROM app_user WHERE id = $1 AND state = 'active' AND password_hash = $2 FOR SHARE`, [account.id, account.password_hash]);
            if (!still)
                return null;
            await this.throttle.forgive(tx, attempt);
            await tx.query(`DELETE FROM session WHERE user_id = $1 AND expires_at < clock_timestamp() - interval '1 day'`, [
                account.id,
            ]);
            const [session] = await tx.query(`INSERT INTO session (user_id, expires_at) VALUES ($1, clock_timestamp() + $2 * interval '1 day') RETURNING id`, [account.id, this.settings.refreshTokenDays]);
            const id = session.id;
            await tx.record({ aggregate: 'session', id, action: 'started', data: { user: account.id }, to: 'open' });
            return this.issue(tx, account.id, id);
        });
    }
    async issue(tx, user, session) {
        const refreshToken = randomSecret();
        await tx.query(`INSERT INTO refresh_token (hash, session_id) VALUES ($1, $2)`, [digest(refreshToken), session]);
        return { accessToken: await this.tokens.issue({ user, session }), refreshToken, expiresIn: this.tokens.life };
    }
};
SessionsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        SignInThrottle,
        Passwords,
        AccessTokens,
        Settings])
], SessionsService);
export { SessionsService };
//# sourceMappingURL=sessions.service.js.map