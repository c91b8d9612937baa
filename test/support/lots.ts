import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

/** What an action on a lot answers: its tender, or a refusal. */
export interface LotAnswer {
  code?: string;
  facts: { kind: string; lot: number | null; data: Record<string, unknown> }[];
  state: string;
  version: number;
  lots: { id: string; no: number; state: string }[];
}

/** One request about a lot, with the version of its tender as it stands. */
export async function actOnLot(app: TestApp, lot: string, action: string, body: object, by: TestAccount) {
  const [row] = await app.dataSource.query<{ version: number }[]>(
    `SELECT t.version FROM tender t JOIN lot l ON l.tender_id = t.id WHERE l.id = $1`,
    [lot],
  );
  const answer = await app.http
    .post(`/api/v1/lots/${lot}/actions/${action}`)
    .set({ ...by.auth, 'If-Match': `"${row?.version ?? 1}"` })
    .send(body);
  return { status: answer.status, text: answer.text, body: answer.body as LotAnswer };
}
