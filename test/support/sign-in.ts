import { createUser } from '../../src/people/accounts/users/new-user.js';
import type { Role } from '../../src/people/accounts/roles.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import type { TestApp } from './app.js';

const PASSWORD = 'a-long-enough-password-1';
let count = 0;

/**
 * A new user in that role, signed in: the value of its Authorization header. Every role but the administrator's sits in a
 * body of its own, in region 990200 unless another is named.
 */
export async function signInAs(app: TestApp, role: Role, region = '990200'): Promise<string> {
  count += 1;
  const login = `${role.replaceAll('_', '-')}-${count}`;
  const organisation = role === 'admin' ? null : await newBody(app, `${login} 单位`, region);
  const code = await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
    const user = await createUser(tx, { login, name: login, seats: [{ organisation, role }] });
    return user.code.setupCode;
  });
  const setUp = await app.http.post('/api/v1/auth/setup').send({ code, password: PASSWORD });
  const session = await app.http.post('/api/v1/auth/sessions').send({ login, password: PASSWORD });
  if (session.status !== 201) throw new Error(`sign-in failed: ${setUp.status} ${session.status} ${session.text}`);
  return `Bearer ${(session.body as { accessToken: string }).accessToken}`;
}

async function newBody(app: TestApp, name: string, region: string): Promise<string> {
  const rows: { id: string }[] = await app.dataSource.query(
    `INSERT INTO organisation (dataset, name, kind, region) VALUES ('live', $1, 'bureau', $2) RETURNING id`,
    [name, region],
  );
  return rows[0]?.id as string;
}
