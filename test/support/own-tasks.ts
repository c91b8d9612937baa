import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { readTitle } from './task-titles.js';

/** A task as `GET /me/tasks` shows it. */
export interface OwnTask {
  kind: string;
  id: string;
  title: string;
  subject: { id: string; label: string | null };
  lot: number | null;
  action: { method: string; href: string } | null;
  dueOn: string | null;
  dueBy: { document: string; article: string; confidence: string } | null;
  overdue: boolean;
  since: string;
}

/** What waits for somebody, in English: of one kind, and about one subject where it is named. */
export async function ownTasks(app: TestApp, by: TestAccount, kind: string, subject?: string): Promise<OwnTask[]> {
  const { body } = await app.http
    .get(`/api/v1/me/tasks?kind=${kind}&limit=200`)
    .set({ ...by.auth, 'Accept-Language': 'en' })
    .expect(200);
  return (body as { items: OwnTask[] }).items.filter(({ subject: { id } }) => subject === undefined || id === subject);
}

/** Where the steps of such tasks are taken, without `/api/v1/`; null where the caller may take none. */
export const ownSteps = async (app: TestApp, by: TestAccount, kind: string, subject?: string) =>
  (await ownTasks(app, by, kind, subject)).map(({ action }) => action?.href.replace('/api/v1/', '') ?? null);

/** By which day such tasks are due, and by which document and article of law; null where no law sets it. */
export const ownDays = async (app: TestApp, by: TestAccount, kind: string, subject?: string) =>
  (await ownTasks(app, by, kind, subject)).map(({ dueOn, dueBy }) => [
    dueOn,
    dueBy && `${dueBy.document} ${dueBy.article}`,
  ]);

interface Expected {
  kind: string;
  subject: string;
  /** What is to be done: the title without the object and the lot, which it names besides. */
  title: string;
  lot: number | null;
  dueOn: string | null;
  /** Where it is taken, without `/api/v1/`. */
  href: string;
}

/**
 * Finds the one such task on the list of who it is for and on no other's, takes its step at the address that it names, and
 * finds it gone.
 */
export async function takeOwnTask(
  app: TestApp,
  by: TestAccount,
  expected: Expected,
  { body = {}, version, others }: { body?: object; version: number; others: readonly TestAccount[] },
): Promise<void> {
  const { kind, subject, ...shown } = expected;
  for (const other of others) expect(await ownTasks(app, other, kind, subject)).toEqual([]);
  const found = await ownTasks(app, by, kind, subject);
  expect(
    found.map((task) => ({
      ...{ title: readTitle(task), lot: task.lot, dueOn: task.dueOn },
      href: task.action?.href.replace('/api/v1/', ''),
    })),
  ).toEqual([shown]);
  const answer = await app.http
    .post(found[0]?.action?.href ?? '')
    .set({ ...by.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': randomUUID() })
    .send(body);
  expect([answer.status < 300, answer.text]).toEqual([true, answer.text]);
  expect(await ownTasks(app, by, kind, subject)).toEqual([]);
}
