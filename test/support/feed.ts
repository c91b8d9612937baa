import { setTimeout as pause } from 'node:timers/promises';
import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

/** Everything that happened stands in the feed. Of an application with a worker: it places what was committed. */
export async function placed(app: TestApp): Promise<void> {
  const left = async (): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM outbox WHERE position IS NULL`,
    );
    return row?.n ?? 0;
  };
  for (const deadline = Date.now() + 120_000; (await left()) > 0; await pause(50))
    if (Date.now() > deadline) throw new Error(`${await left()} changes have no position`);
}

/** All that somebody reads in the feed, an event a line; empty for whom there is none. */
export async function feedOf(app: TestApp, by: TestAccount | null): Promise<string> {
  let all = '';
  for (let path: string | null = '/api/v1/changes?limit=200'; path !== null;) {
    const answer: { status: number; body: unknown } = await app.http.get(path).set(by?.auth ?? {});
    if (answer.status !== 200) return '';
    const { items, next } = answer.body as { items: unknown[]; next: string | null };
    all += items.map((item) => `${JSON.stringify(item)}\n`).join('');
    path = items.length > 0 ? next : null;
  }
  return all;
}
