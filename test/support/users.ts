import type { Test } from 'supertest';
import type { AllowedAction } from './actions.js';
import { makeBody, PASSWORD, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

/** A user as the API answers it. */
export interface User {
  id: string;
  version: number;
  login: string;
  state: string;
  passwordSet: boolean;
  setupCode?: string;
  setupCodeHalf?: string;
  requests: string[];
  setupCodeExpiresAt: string | null;
  seats: { organisation: string; role: string }[];
  allowedActions: AllowedAction[];
}

/** What an administrator does with users, by the API. */
export interface UserDesk {
  /** A request for `create` with a login that nobody has used. */
  given(more?: object): { login: string };
  create(body: object, by?: TestAccount): Test;
  /** In a new bureau, where no seat is named: of one body an administrator is shown one code. */
  made(more?: object): Promise<User>;
  act(user: Pick<User, 'id' | 'version'>, action: string, body?: object, by?: TestAccount): Test;
  read(id: string): Promise<User>;
  setUp(body: object): Test;
  session(login: string, password?: string): Test;
}

export function userDesk(app: TestApp, admin: TestAccount, bureau: string): UserDesk {
  let count = 0;
  const desk: UserDesk = {
    given: (more = {}) => ({
      login: `person${++count}`,
      name: '王丽',
      seats: [{ organisation: bureau, role: 'bureau_officer' }],
      ...more,
    }),
    create: (body, by = admin) => app.http.post('/api/v1/users').set(by.auth).send(body),
    made: async (more = {}) => {
      const seats = [{ organisation: await makeBody(app), role: 'bureau_officer' }];
      return (await desk.create(desk.given({ seats, ...more })).expect(201)).body as User;
    },
    act: (user, action, body = {}, by = admin) =>
      app.http
        .post(`/api/v1/users/${user.id}/actions/${action}`)
        .set(by.auth)
        .set('If-Match', `"${user.version}"`)
        .send(body),
    read: async (id) => (await app.http.get(`/api/v1/users/${id}`).set(admin.auth).expect(200)).body as User,
    setUp: (body) => app.http.post('/api/v1/auth/setup').send(body),
    session: (login, password = PASSWORD) => app.http.post('/api/v1/auth/sessions').send({ login, password }),
  };
  return desk;
}

/** The code of a problem. */
export const codeOf = (answer: { body: unknown }): string | undefined => (answer.body as { code?: string }).code;
