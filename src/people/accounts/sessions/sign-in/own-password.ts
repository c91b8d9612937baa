import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { LastingProblem, Problem } from '../../../../kernel/errors/problem.js';
import { ActingRows } from '../../acting/acting-rows.js';
import { Passwords } from '../passwords.js';
import { findSignInAccount, lockPassword, type SignInAccount } from '../stored-passwords.js';
import { SignInThrottle, type Attempt } from './sign-in-throttle.js';

/** A person in a session, who has just typed the own password. */
interface Holder {
  id: string;
  login: string;
  session: string | null;
  account: SignInAccount;
  attempt: Attempt;
}

/** Who is in a session proves to be its holder, where a stolen session must not be enough. Counted like a sign-in. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly transactions: Transactions,
    private readonly throttle: SignInThrottle,
    private readonly passwords: Passwords,
    private readonly rows: ActingRows,
  ) {}

  /** @throws Problem `not_permitted` for a key, `wrong_password`, `throttled` */
  async prove(principal: Principal, password: string, address: string): Promise<Holder> {
    const { id, login, session = null, kind } = principal;
    if (kind !== 'user' || id === null || login === undefined) throw new Problem('not_permitted');
    const attempt = await this.throttle.enter(login, address);
    const account = await findSignInAccount(this.rows, this.transactions.reader, { id });
    const right = await this.passwords.verify(account, password);
    if (!right || !account) throw new LastingProblem('wrong_password');
    return { id, login, session, account, attempt };
  }

  /** Locks the account as it was when the password was looked at, and takes the attempt back. @throws Problem `wrong_password` */
  async lock(tx: Tx, { account, attempt }: Holder): Promise<void> {
    if (!(await lockPassword(tx, account, 'FOR NO KEY UPDATE'))) throw new LastingProblem('wrong_password');
    await this.throttle.forgive(tx, attempt);
  }
}
