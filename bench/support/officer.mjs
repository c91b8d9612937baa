import { randomBytes } from 'node:crypto';
import { startCommand } from '../../src/boot/bootstrap.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { Passwords } from '../../src/people/accounts/sessions/passwords.js';
import { storePassword } from '../../src/people/accounts/sessions/stored-passwords.js';
import { createUser } from '../../src/people/accounts/users/new-user.js';

const PASSWORD = randomBytes(12).toString('base64url');

/** Accounts with that seat, as the product writes them: by SQL alone they could not act. Their password is one. */
export async function makeAccounts(env, logins, role, organisation) {
  const running = await startCommand(loadSettings(env));
  try {
    const stored = await running.app.get(Passwords).hash(PASSWORD);
    for (const login of logins)
      await running.app.get(Transactions).run(SYSTEM, async (tx) => {
        const { id } = await createUser(tx, { login, name: '示例人员', seats: [{ organisation, role }] });
        await storePassword(tx, id, stored);
      });
  } finally {
    await running.close();
  }
}

/** Somebody of a body of this kind, in the database of the product with these settings: the body's id, and how to sign in. */
export async function makePerson(client, env, kind, role) {
  const { rows } = await client.query(
    `INSERT INTO organisation (dataset, name, kind, region) VALUES ('live', '示例单位 ' || $1::text, $1, '990203') RETURNING id`,
    [kind],
  );
  return { body: rows[0].id, signIn: await makeSignIn(env, role, rows[0].id) };
}

/** Somebody with this role in this body: how to sign in. */
export async function makeSignIn(env, role, body) {
  await makeAccounts(env, [role], role, body);
  return async (url) => {
    const answer = await fetch(`${url}/api/v1/auth/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login: role, password: PASSWORD }),
    });
    if (answer.status !== 201) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).accessToken;
  };
}
