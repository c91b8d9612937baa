import type { Type } from '@nestjs/common';
import { Authenticator } from '../../src/kernel/access/access-guard.js';
import type { Principal } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { validationPipe } from '../../src/kernel/http/validation.js';
import type { AccountAuthenticator } from '../../src/people/accounts/sessions/authenticator.js';
import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

/** Answers the application's one instance of a class. */
export type Finder = <S>(service: abstract new (...args: never[]) => S) => S;

/**
 * Does in one transaction what requests of this person would come to one after another: the same use cases with the same
 * bodies, for the beginnings of tests. How they are served over HTTP has suites of its own.
 */
export async function runAs<T>(
  app: TestApp,
  by: TestAccount,
  work: (principal: Principal, find: Finder) => Promise<T>,
): Promise<T> {
  const context = app.running.app;
  const authenticator = context.get(Authenticator) as AccountAuthenticator;
  const principal = await authenticator.authenticate(by.accessToken);
  return context.get(Transactions).run(principal, () => work(principal, (service) => context.get(service)));
}

/** A body as its route hands it on. @throws Problem `validation_failed` */
export const readBody = <T extends object>(type: Type<T>, body: object): Promise<T> =>
  validationPipe().transform(JSON.parse(JSON.stringify(body)), { type: 'body', metatype: type }) as Promise<T>;

/** The version of an object as it stands within what `runAs` does. */
export async function readOwnVersion(find: Finder, table: string, id: string): Promise<number> {
  const [row] = await find(Transactions).reader.query<{ version: number }[]>(
    `SELECT version FROM ${table} WHERE id = $1`,
    [id],
  );
  if (row === undefined) throw new Error(`${table} ${id} is not there`);
  return row.version;
}
