import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActionEngine } from '../../src/kernel/actions/engine.js';
import { tenderLifecycle } from '../../src/purchase/tenders/tender.lifecycle.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { listStatements, type Statement } from '../support/statements.js';
import { Drafting, makeBureau, startBusinessAt, type Bureau } from '../support/drafts.js';

describe('the guards of a tender', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());

  async function submit(): Promise<Statement[]> {
    const draft = await Drafting.begin(app, bureau);
    const { version } = await draft.read();
    return listStatements(() =>
      app.http
        .post(`/api/v1/tenders/${draft.id}/actions/submit`)
        .set({ ...bureau.officer.auth, 'If-Match': `"${version}"` })
        .send({})
        .expect(200),
    );
  }

  it('load the lots and the buyer of a draft once when it is submitted, and its row only to lock it', async () => {
    const sent = await submit();
    const matching = (text: string): number => sent.filter((statement) => statement.text.includes(text)).length;
    expect(matching('AS buyer_is_other')).toBe(1);
    expect(matching('SELECT id, no, name, ceiling::text, pricing FROM lot')).toBe(0);
    expect(matching('SELECT * FROM tender WHERE')).toBe(0);
  });

  it('cost no statement more when further ones ask for facts that are loaded already', async () => {
    const transition = tenderLifecycle.transitions.find(({ action }) => action === 'submit');
    const guards = transition?.guards as string[];
    const before = await submit();
    const further = ['lots_incomplete', 'buyer_not_eligible', 'service_lines_missing', 'budget_below_ceilings'];
    let asked = 0;
    app.running.app.get(ActionEngine).observe(({ guard }) => (asked += further.includes(guard) ? 1 : 0));
    guards.push(...further);
    try {
      const after = await submit();
      expect(asked).toBe(2 * further.length);
      expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    } finally {
      guards.splice(-further.length);
    }
  });
});
