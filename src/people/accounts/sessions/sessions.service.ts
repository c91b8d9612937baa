import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { PUBLIC } from '../../../kernel/access/principal.js';
import { Settings } from '../../../kernel/config/settings.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { LastingProblem, Problem } from '../../../kernel/errors/problem.js';
import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import { ACCOUNT, REFRESH_TOKEN, SESSION } from '../acting/acting-kinds.js';
import { ActingRows, actingSql, bearsMark, type Marked, markedSql, newestEntrySql } from '../acting/acting-rows.js';
import { AccessTokens } from './access-tokens.js';
import { findSignInAccount, lockPassword, storePassword, type SignInAccount } from './stored-passwords.js';
import { Passwords, type StoredPassword } from './passwords.js';
import { digest, randomSecret } from './secrets.js';
import { endSessions } from './session-endings.js';
import { Tickets, type Ticket } from '../second-factor/tickets.js';
import { nameCodes } from '../second-factor/codes.rules.js';
import { FactorChecks, type FactorShown } from '../second-factor/factor-checks.js';
import { FailedSignIns } from './sign-in/failed-sign-ins.js';
import { SignInThrottle, type Attempt } from './sign-in/sign-in-throttle.js';

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

interface Presented extends Marked {
  session: string;
  user: string;
  used: boolean;
  alive: boolean;
  token: StoredContent;
  opened: StoredContent;
  account: StoredContent;
  of_session: Head | null;
  of_user: Head | null;
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
    private readonly rows: ActingRows,
  ) {}

  /**
   * @throws Problem `wrong_credentials`, the same for every reason, a wrong code among them; `second_factor_due` with a
   *   ticket where none came; `throttled`.
   */
  async signIn(login: string, password: string, address: string, code?: string): Promise<TokenPair> {
    const attempt = await this.throttle.enter(login, address);
    const account = await findSignInAccount(this.rows, this.transactions.reader, { login });
    const right = await this.passwords.verify(account, password);
    const renewed = right && account && !this.passwords.isCurrent(account) ? await this.passwords.hash(password) : null;
    // Whoever knows the password guesses no more codes in this way than by a ticket.
    const guessed = right && account && code ? [await this.throttle.enterByFactor(nameCodes(account.id), address)] : [];
    const begun = right && account ? await this.start(account, [attempt, ...guessed], renewed, code) : null;
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
    const attempt = await this.throttle.enterByFactor(nameCodes(user), address);
    const { pair, login } = await this.transactions.run(actor(user), async (tx) => {
      const account = await findSignInAccount(this.rows, tx.manager, { id: user });
      if (!account || !(await lockPassword(tx, account, 'FOR SHARE'))) throw new Problem('invalid_ticket');
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
           s.ended_at IS NULL AND s.expires_at > clock_timestamp() AND u.state = 'active' AS alive,
           ${actingSql(REFRESH_TOKEN, 't')} AS token, ${actingSql(SESSION, 's')} AS opened,
           ${markedSql('s', 'session_mark')}, ${actingSql(ACCOUNT, 'u')} AS account, ${newestEntrySql('session', 's.id')} AS of_session,
           ${newestEntrySql('user', 'u.id')} AS of_user
         FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN app_user u ON u.id = s.user_id
         WHERE t.hash = $1 FOR UPDATE OF t, s`,
        [hash],
      );
      if (!presented?.alive || !(await this.isOpen(tx, presented))) throw new Problem('invalid_refresh_token');
      if (presented.used) {
        await endSessions(tx, { session: presented.session }, 'token_reused');
        throw new LastingProblem('refresh_token_reused');
      }
      await tx.query(`UPDATE refresh_token SET used_at = clock_timestamp() WHERE hash = $1`, [hash]);
      tx.bindRow(REFRESH_TOKEN, presented.session, hash.toString('hex'));
      const pair = await this.issue(tx, presented.user, presented.session);
      const { session: id, user } = presented;
      await tx.record({ aggregate: 'session', id, action: 'renewed', data: { user } });
      return pair;
    });
  }

  /** Whether session, account and token are what was written; one that was used opens nothing, and ends its session. */
  private async isOpen(tx: Tx, presented: Presented): Promise<boolean> {
    const { session, user, used, token, opened, account } = presented;
    const ofSession = { aggregate: 'session', id: session, newest: presented.of_session };
    const isBound = await this.rows.open(tx.manager, ofSession);
    if (!isBound(SESSION, opened) || (!used && !isBound(REFRESH_TOKEN, token))) return false;
    const ofUser = { aggregate: 'user', id: user, newest: presented.of_user };
    const ofAccount = await this.rows.open(tx.manager, ofUser);
    return ofAccount(ACCOUNT, account) && bearsMark(ofAccount, presented);
  }

  /** Ends the caller's own session. */
  async signOut(principal: Principal): Promise<void> {
    if (principal.kind !== 'user' || !principal.session) throw new Problem('not_permitted');
    const session = principal.session;
    await this.transactions.run(principal, (tx) => endSessions(tx, { session }, 'signed_out'));
  }

  /** Null where the account was disabled or its password changed while this one was looked at, or the code is wrong. */
  private start(
    account: SignInAccount,
    attempts: readonly Attempt[],
    renewed: StoredPassword | null,
    code: string | undefined,
  ): Promise<Begun | null> {
    return this.transactions.run(actor(account.id), async (tx) => {
      if (!(await lockPassword(tx, account, renewed ? 'FOR NO KEY UPDATE' : 'FOR SHARE'))) return null;
      const outcome = await this.factors.check(tx, account.id, code);
      if (outcome === 'wrong') return null;
      if (renewed) await storePassword(tx, account.id, renewed);
      if (outcome === 'due') {
        await this.throttle.release(tx, ...attempts);
        return this.tickets.issue(tx, account.id);
      }
      await this.throttle.forgive(tx, ...attempts);
      return this.open(tx, account.id, outcome === 'none' ? null : outcome);
    });
  }

  /** A new session of an account that has shown who it is, and perhaps its second factor. */
  async open(tx: Tx, user: string, factor: FactorShown | null): Promise<TokenPair> {
    await tx.query(`DELETE FROM session WHERE user_id = $1 AND expires_at < clock_timestamp() - interval '1 day'`, [
      user,
    ]);
    const [session] = await tx.query<{ id: string }>(
      `INSERT INTO session (user_id, expires_at, second_factor, mark)
       VALUES ($1, clock_timestamp() + $2 * interval '1 day', $3, (SELECT session_mark FROM app_user WHERE id = $1)) RETURNING id`,
      [user, this.settings.refreshTokenDays, factor],
    );
    const id = (session as { id: string }).id;
    tx.bindRow(SESSION, id, id);
    const pair = await this.issue(tx, user, id);
    await tx.record({ aggregate: 'session', id, action: 'started', data: { user }, to: 'open' });
    return pair;
  }

  private async issue(tx: Tx, user: string, session: string): Promise<TokenPair> {
    const refreshToken = randomSecret();
    const hash = digest(refreshToken);
    await tx.query(`INSERT INTO refresh_token (hash, session_id) VALUES ($1, $2)`, [hash, session]);
    tx.bindRow(REFRESH_TOKEN, session, hash.toString('hex'));
    return { accessToken: await this.tokens.issue({ user, session }), refreshToken, expiresIn: this.tokens.life };
  }
}
