import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../kernel/database/transactions.js';
import { PUBLIC } from '../../../kernel/access/principal.js';
import { LastingProblem } from '../../../kernel/errors/problem.js';
import { Tickets } from '../second-factor/tickets.js';
import { FactorChecks } from '../second-factor/factor-checks.js';
import { actor, answerPair, SessionsService, type Begun, type TokenPair } from '../sessions/sessions.service.js';
import { FailedSignIns } from '../sessions/sign-in/failed-sign-ins.js';
import { findSignInAccount, lockPassword } from '../sessions/stored-passwords.js';
import { ActingRows } from '../acting/acting-rows.js';
import { findLink } from './identity-link-rows.js';
import { Identities, isSecondFactor } from './identities.js';
import { ProviderClient } from './provider-client.js';
import { ProviderStarts, type Start } from './provider-starts.js';

/** Signing in by an identity elsewhere, to the account that was linked to it. */
@Injectable()
export class ProviderSignInService {
  constructor(
    private readonly transactions: Transactions,
    private readonly client: ProviderClient,
    private readonly starts: ProviderStarts,
    private readonly identities: Identities,
    private readonly factors: FactorChecks,
    private readonly tickets: Tickets,
    private readonly sessions: SessionsService,
    private readonly failures: FailedSignIns,
    private readonly rows: ActingRows,
  ) {}

  start(name: string, handle: string): Promise<Start> {
    return this.starts.begin(this.client.get(name), 'sign in', handle);
  }

  /**
   * @throws Problem `provider_refused` for every reason, an identity that is not linked among them; `second_factor_due`;
   *   `provider_away`
   */
  async signIn(name: string, handle: string, callback: string, address: string): Promise<TokenPair> {
    const provider = this.client.get(name);
    const identity = await this.starts.finish(provider, 'sign in', handle, callback);
    const subjects = this.identities.hash(identity);
    const begun = await this.begin(subjects, isSecondFactor(provider, identity));
    if (begun !== null) return answerPair(begun);
    await this.failures.record(`${name} ${identity.subject}`, address);
    throw new LastingProblem('provider_refused');
  }

  /** Null where the identity is linked to nobody, or to an account that could not sign in by its password either. */
  private async begin(subjects: readonly Buffer[], isFactor: boolean): Promise<Begun | null> {
    const link = await this.transactions.run(PUBLIC, (tx) => findLink(this.rows, tx, subjects));
    if (link === null) return null;
    return this.transactions.run(actor(link.user), async (tx) => {
      const account = await findSignInAccount(this.rows, tx.manager, { id: link.user });
      if (!account || !(await lockPassword(tx, account, 'FOR SHARE'))) return null;
      // A reset that came in between has ended the link.
      if ((await findLink(this.rows, tx, subjects))?.user !== link.user) return null;
      if (isFactor) return this.sessions.open(tx, link.user, 'provider');
      const outcome = await this.factors.check(tx, link.user, undefined);
      if (outcome === 'wrong') return null;
      return outcome === 'due' ? this.tickets.issue(tx, link.user) : this.sessions.open(tx, link.user, null);
    });
  }
}
