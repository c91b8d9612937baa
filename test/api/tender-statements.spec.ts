import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, startBusinessAt, type Bureau } from '../support/drafts.js';

/** What PostgreSQL is sent while the work lasts. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const prototype = pg.Client.prototype as unknown as { query: (...given: unknown[]) => unknown };
  const { query } = prototype;
  const sent: string[] = [];
  prototype.query = function (this: unknown, ...given: unknown[]) {
    const [first] = given as [string | { text: string }];
    sent.push(typeof first === 'string' ? first : first.text);
    return query.apply(this, given);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return sent;
}

describe('the guards of a tender', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());

  it('load the lots and the buyer of a draft once when it is submitted, and its row only to lock it', async () => {
    const draft = await Drafting.begin(app, bureau);
    const { version } = await draft.read();
    const sent = await statementsOf(() =>
      app.http
        .post(`/api/v1/tenders/${draft.id}/actions/submit`)
        .set({ ...bureau.officer.auth, 'If-Match': `"${version}"` })
        .send({})
        .expect(200),
    );
    const matching = (text: string): number => sent.filter((statement) => statement.includes(text)).length;
    expect(matching('SELECT id, no, name, ceiling::text, pricing FROM lot')).toBe(1);
    expect(matching('coalesce(kind NOT IN')).toBe(1);
    expect(matching('SELECT * FROM tender WHERE')).toBe(0);
    process.stdout.write(`statements of a submission with its answer: ${sent.length}\n`);
  });
});
