import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { PUBLIC } from '../../../kernel/access/principal.js';
import { Settings } from '../../../kernel/config/settings.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { LastingProblem, Problem } from '../../../kernel/errors/problem.js';
import { AccessTokens } from './access-tokens.js';
import { Passwords } from './passwords.js';
import { digest, randomSecret } from './secrets.js';
import { endSessions } from './session-endings.js';
import { Tickets, type Ticket } from '../second-factor/tickets.js';
import { nameCodes } from '../second-factor/codes.rules.js';
import { FactorChecks, type FactorShown } from '../second-factor/factor-checks.js';
import { FailedSignIns } from './sign-in/failed-sign-ins.js';
import { SignInThrottle, type Attempt } from './sign-in/sign-in-throttle.js';
import type { AppUser } from '../users/app-user.entity.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** Life of the access token, in seconds. */
  expiresIn: number;
}

/** What a first half comes to: a session, or a ticket where the second is due. */
export type Begun = TokenPair | Ticket;

/** @throws Problem `second_factor_due` with the ticket; what was written of it stays. */
export function answerPair(begun: Begun): TokenPair {
  if (!('ticket' in begun)) return begun;
  throw new LastingProblem('second_factor_due', { facts: { ...begun }, secret: true });
}

type Account = Pick<StoredRow<AppUser>, 'id' | 'login' | 'password_hash' | 'state'>;
interface Presented {
  session: string;
  user: string;
  used: boolean;
  alive: boolean;
}

/** Who acts, where a person acts on the own account before there is a session. */
export const actor = (user: string): Principal => ({ ...PUBLIC, kind: 'user', id: user });

/**
 * Sessions. The access token is short-lived and signed; the refresh token is 256 random bits, changes with every use and is
 * kept as SHA-256. A session ends `REFRESH_TOKEN_DAYS` after the signing-in; refreshing does not extend it.
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly throttle: SignInThrottle,
    private readonly failures: FailedSignIns,
    private readonly passwords: Passwords,
    private readonly tokens: AccessTokens,
    private readonly settings: Settings,
    private readonly factors: FactorChecks,
    private readonly tickets: Tickets,
  ) {}

  /**
   * @throws Problem `wrong_credentials`, the same for every reason, a wrong code among them; `second_factor_due` with a
   *   ticket where none came; `throttled`.
   */
  async signIn(login: string, password: string, address: string, code?: string): Promise<TokenPair> {
    const attempt = await this.throttle.enter(login, address);
    const [account] = await this.transactions.reader.query<Account[]>(
      `SELECT id, login, password_hash, state FROM app_user WHERE lower(login) = lower($1)`,
      [login],
    );
    const right = await this.passwords.verify(account?.password_hash, password);
    const begun = right && account ? await this.start(account, attempt, code) : null;
    if (!begun) {
      await this.failures.record(login, address);
      throw new LastingProblem('wrong_credentials');
    }
    return answerPair(begun);
  }

  /** The second half of a sign-in. @throws Problem `invalid_ticket`, `wrong_code`, `throttled` */
  async finish(ticket: string, code: string, address: string): Promise<TokenPair> {
    const user = await this.tickets.findUser(this.transactions.reader, ticket);
    if (user === null) throw new Problem('invalid_ticket');
    const attempt = await this.throttle.enter(nameCodes(user), address);
    const { pair, login } = await this.transactions.run(actor(user), async (tx) => {
      const [account] = await tx.query<{ login: string }>(
        `SELECT login FROM app_user WHERE id = $1 AND state = 'active' AND password_hash IS NOT NULL FOR SHARE`,
        [user],
      );
      if (!account) throw new Problem('invalid_ticket');
      const outcome = await this.factors.check(tx, user, code);
      if (outcome === 'wrong') return { pair: null, login: account.login };
      if (outcome === 'due' || outcome === 'none' || !(await this.tickets.consume(tx, ticket)))
        throw new Problem('invalid_ticket');
      await this.throttle.forgive(tx, attempt);
      return { pair: await this.open(tx, user, outcome), login: account.login };
    });
    if (pair !== null) return pair;
    await this.failures.record(login, address);
    throw new LastingProblem('wrong_code');
  }

  /**
   * A new pair for a refresh token. One that was used before is in two hands, and nobody can tell which are the owner's:
   * the session ends for both, also where two requests raced and one of them has just been answered.
   */
  async refresh(refreshToken: string): Promise<TokenPair> {
    const hash = digest(refreshToken);
    return this.transactions.run(PUBLIC, async (tx) => {
      const [presented] = await tx.query<Presented>(
        `SELECT s.id AS session, s.user_id AS user, t.used_at IS NOT NULL AS used,
           s.ended_at IS NULL AND s.expires_at > clock_timestamp() AND u.state = 'active' AS alive
         FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN app_user u ON u.id = s.user_id
         WHERE t.hash = $1 FOR UPDATE OF t, s`,
        [hash],
      );
      if (!presented?.alive) throw new Problem('invalid_refresh_token');
      if (presented.used) {
        await endSessions(tx, { session: presented.session }, 'token_reused');
        throw new LastingProblem('refresh_token_reused');
      }
      await tx.query(`UPDATE refresh_token SET used_at = clock_timestamp() WHERE hash = $1`, [hash]);
      return this.issue(tx, presented.user, presented.session);
    });
  }

  /** Ends the caller's own session. */
  async signOut(principal: Principal): Promise<void> {
    if (principal.kind !== 'user' || !principal.session) throw new Problem('not_permitted');
    const session = principal.session;
    await this.transactions.run(principal, (tx) => endSessions(tx, { session }, 'signed_out'));
  }

  /** Null where the account was disabled or its password changed while this one was looked at, or the code is wrong. */
  private start(account: Account, attempt: Attempt, code: string | undefined): Promise<Begun | null> {
    return this.transactions.run(actor(account.id), async (tx) => {
      const [still] = await tx.query(
        `SELECT id FROM app_user WHERE id = $1 AND state = 'active' AND password_hash = $2 FOR SHARE`,
        [account.id, account.password_hash],
      );
      if (!still) return null;
      const outcome = await this.factors.check(tx, account.id, code);
      if (outcome === 'wrong') return null;
      if (outcome === 'due') {
        await this.throttle.release(tx, attempt);
        return this.tickets.issue(tx, account.id);
      }
      await this.throttle.forgive(tx, attempt);
      return this.open(tx, account.id, outcome === 'none' ? null : outcome);
    });
  }

  /** A new session of an account that has shown who it is, and perhaps its second factor. */
  async open(tx: Tx, user: string, factor: FactorShown | null): Promise<TokenPair> {
    await tx.query(`DELETE FROM session WHERE user_id = $1 AND expires_at < clock_timestamp() - interval '1 day'`, [
      user,
    ]);
    const [session] = await tx.query<{ id: string }>(
      `INSERT INTO session (user_id, expires_at, second_factor)
       VALUES ($1, clock_timestamp() + $2 * interval '1 day', $3) RETURNING id`,
      [user, this.settings.refreshTokenDays, factor],
    );
    const id = (session as { id: string }).id;
    await tx.record({ aggregate: 'session', id, action: 'started', data: { user }, to: 'open' });
    return this.issue(tx, user, id);
  }

  private async issue(tx: Tx, user: string, session: string): Promise<TokenPair> {
    const refreshToken = randomSecret();
    await tx.query(`INSERT INTO refresh_token (hash, session_id) VALUES ($1, $2)`, [digest(refreshToken), session]);
    return { accessToken: await this.tokens.issue({ user, session }), refreshToken, expiresIn: this.tokens.life };
  }
}
