import type { Test } from 'supertest';
import { PASSWORD, signIn, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import type { User } from './users.js';

/** A request about an account as the API answers it. */
export interface AccountRequest {
  id: string;
  version: number;
  state: string;
  decides: string;
  inForceAt: string | null;
  setupCode?: string;
  setupCodeHalf?: string;
  allowedActions: { action: string }[];
}

/** Accounts, seats and codes as their keepers ask for them, each by HTTP. */
export class AccountDesk {
  private count = 0;

  constructor(readonly app: TestApp) {}

  create(by: TestAccount, seats: object[], login = `desk${++this.count}.${Date.now() % 100_000}`): Test {
    return this.app.http.post('/api/v1/users').set(by.auth).send({ login, name: '王丽', seats });
  }

  async made(by: TestAccount, seats: object[]): Promise<User> {
    return (await this.create(by, seats).expect(201)).body as User;
  }

  async read(by: TestAccount, id: string): Promise<User> {
    return (await this.app.http.get(`/api/v1/users/${id}`).set(by.auth).expect(200)).body as User;
  }

  /** An action on an account as it stands; `reader` sees it where `by` does not. */
  async act(by: TestAccount, id: string, action: string, reader = by): Promise<Awaited<Test>> {
    const { version } = await this.read(reader, id);
    return this.app.http
      .post(`/api/v1/users/${id}/actions/${action}`)
      .set(by.auth)
      .set('If-Match', `"${version}"`)
      .send({});
  }

  async seat(by: TestAccount, id: string, seats: object[], reader = by): Promise<Awaited<Test>> {
    const { version } = await this.read(reader, id);
    return this.app.http.put(`/api/v1/users/${id}/seats`).set(by.auth).set('If-Match', `"${version}"`).send({ seats });
  }

  request(by: TestAccount, id: string): Test {
    return this.app.http.get(`/api/v1/account-requests/${id}`).set(by.auth);
  }

  async answer(by: TestAccount, id: string, action: 'agree' | 'refuse'): Promise<Awaited<Test>> {
    const [{ version } = { version: 0 }] = await this.app.dataSource.query<{ version: number }[]>(
      `SELECT version FROM account_request WHERE id = $1`,
      [id],
    );
    return this.app.http
      .post(`/api/v1/account-requests/${id}/actions/${action}`)
      .set(by.auth)
      .set('If-Match', `"${version}"`)
      .send({});
  }

  setUp(code: string | undefined, password = PASSWORD): Test {
    return this.app.http.post('/api/v1/auth/setup').send({ code, password });
  }

  /** Sets a password with a code and signs in. */
  async signedIn(user: Pick<User, 'id' | 'login'>, code: string | undefined): Promise<TestAccount> {
    await this.setUp(code).expect(200);
    return { id: user.id, ...(await signIn(this.app, user.login, PASSWORD)) };
  }

  async tasks(by: TestAccount): Promise<{ kind: string; id: string }[]> {
    const { body } = await this.app.http.get('/api/v1/me/tasks?limit=200').set(by.auth).expect(200);
    return (body as { items: { kind: string; id: string }[] }).items;
  }
}
