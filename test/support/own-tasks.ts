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

/** Whether what is shown says somewhere that the caller may take this step. */
function allows(shown: unknown, href: string): boolean {
  if (typeof shown !== 'object' || shown === null) return false;
  const { allowedActions } = shown as { allowedActions?: { href: string }[] };
  if (allowedActions?.some((action) => action.href === href)) return true;
  return Object.values(shown).some((part) => allows(part, href));
}

/** Tasks of somebody whose action no object that they name allows to them now. */
export async function listRefusedTasks(app: TestApp, by: TestAccount): Promise<string[]> {
  const { body } = await app.http.get('/api/v1/me/tasks?limit=200').set(by.auth).expect(200);
  const refused: string[] = [];
  for (const { kind, action } of (body as { items: OwnTask[] }).items) {
    if (action?.href.includes('/actions/') !== true) continue;
    let isAllowed = false;
    // What has no address of its own is shown as a part of what has.
    for (
      let path = action.href.split('/actions/')[0] ?? '';
      !isAllowed && path !== '/api/v1';
      path = path.replace(/\/[^/]+$/, '')
    )
      isAllowed = allows((await app.http.get(path).set(by.auth)).body, action.href);
    if (!isAllowed) refused.push(`${kind} ${action.href}`);
  }
  return refused;
}
