import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, startBusinessAt, type Bureau } from '../support/drafts.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';

const ROUNDS = scaleRounds(50);

describe('a budget line that has money for one of two tenders', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());

  it(`is given to one of them, ${ROUNDS} rounds: one wins, none is lost, no sum is overdrawn`, async () => {
    const programme = await app.http
      .post('/api/v1/programmes')
      .set(bureau.officer.auth)
      .send({
        name: '2025',
        year: 2025,
        buyer: bureau.id,
        source: { kind: 'statement' },
        budgetLines: [{ name: '养老', category: 'ELDERLY_HOME_CARE', amount: '300000.00' }],
      });
    const { id } = programme.body as { id: string };
    const drafts = [
      await Drafting.begin(app, bureau, { programme: id }),
      await Drafting.begin(app, bureau, { programme: id }),
    ];
    const race = new Race('a budget line against two tenders');
    for (let round = 1; round <= ROUNDS; round++) {
      const versions = await Promise.all(drafts.map(async (draft) => (await draft.read()).version));
      const both = await Promise.all(
        drafts.map((draft, i) =>
          app.http
            .post(`/api/v1/tenders/${draft.id}/actions/submit`)
            .set({ ...bureau.officer.auth, 'If-Match': `"${versions[i]}"` })
            .send({}),
        ),
      );
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [200, 422]]);
      expect((both.find((a) => a.status === 422)?.body as { code: string }).code).toBe('budget_exceeded');
      const winner = both.findIndex((a) => a.status === 200);
      race.saw(`given to the ${winner === 0 ? 'first' : 'second'}`);
      const states = await Promise.all(drafts.map(async (draft) => (await draft.read()).state));
      expect(states).toEqual(states.map((_, i) => (i === winner ? 'in_review' : 'draft')));
      await drafts[winner]?.must('post', 'actions/return', { reason: '下一轮' }, bureau.approver);
    }
    race.told();
    const [rows] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM audit_entry WHERE aggregate_id = ANY ($1::text[]) AND action = 'submit'`,
      [drafts.map((draft) => draft.id)],
    );
    expect(rows?.n).toBe(ROUNDS);
  });
});
