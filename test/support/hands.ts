import { createUser } from '../../src/people/accounts/users/new-user.js';
import { issueSetupCode } from '../../src/people/accounts/sessions/setup-codes.js';
import { randomBytes } from 'node:crypto';
import { AccountDesk } from './account-desk.js';
import { runInProduct, type TestAccount, type TestSeat } from './accounts.js';
import type { TestApp } from './app.js';

/** An account that was taken into use with a code of which this holder was shown the whole. */
export async function makeInHand(app: TestApp, holder: TestAccount, seat: TestSeat): Promise<TestAccount> {
  const login = `h${randomBytes(6).toString('hex')}`;
  const made = await runInProduct(app, async (tx) => {
    const { id } = await createUser(tx, { login, name: `Person ${login}`, seats: [seat] });
    return { id, code: await issueSetupCode(tx, id, holder.id) };
  });
  return new AccountDesk(app).signedIn({ id: made.id, login }, made.code.setupCode);
}

/** The same account once it has redeemed another code, of which this holder was shown the whole. */
export async function handOver(app: TestApp, holder: TestAccount, account: TestAccount): Promise<TestAccount> {
  const code = await runInProduct(app, (tx) => issueSetupCode(tx, account.id, holder.id));
  return new AccountDesk(app).signedIn(account, code.setupCode);
}
