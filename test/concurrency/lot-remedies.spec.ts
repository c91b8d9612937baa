import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { makeBidder } from '../support/bidding.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime, makeThreshold } from '../support/drafts.js';
import { acceptedComplaint, SUSPENSION_NOTICE } from '../support/lots.js';
import { Resulting } from '../support/results.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';
import { startContracting } from '../support/started.js';

const ROUNDS = scaleRounds(50);

describe('at the same moment', () => {
  let app: TestApp;
  let parties: Parties;
  let rival: TestAccount;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    await makeThreshold(app);
    rival = (await makeBidder(app)).user;
  });
  afterAll(() => app.close());
  const codeOf = ({ body }: { body: unknown }): string | undefined => (body as { code?: string }).code;

  it(`a challenge and the last signature, ${ROUNDS} rounds: never signed under it, never lost`, async () => {
    const race = new Race('sign against challenge');
    const recent = { lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }] };
    for (let round = 1; round <= ROUNDS; round++) {
      const { award } = await Contracting.awarded(app, parties, recent, {
        decidedOn: '2025-12-18',
        publishedOn: '2025-12-19',
      });
      const made = await app.http
        .post('/api/v1/contracts')
        .set(parties.bureau.officer.auth)
        .send({
          award,
          standards: [{ no: 1, text: '上门服务' }],
          payments: [{ no: 1, trigger: 'acceptance', share: 10_000 }],
        })
        .expect(201);
      const contract = new Contracting(app, parties, (made.body as { id: string }).id);
      await contract.sign(parties.manager);
      const { version, here, tender } = await contract.read();
      const [sign, filed] = await Promise.all([
        contract.post('actions/sign', { hash: here.contentHash }, parties.bureau.approver, version),
        app.http
          .post('/api/v1/challenges')
          .set(rival.auth)
          .send({ tender, stage: 'result', grounds: '评审有误', requests: '重新评审' }),
      ]);
      expect([round, filed.status]).toEqual([round, 201]);
      const after = await contract.read();
      race.saw(after.state === 'halted' ? 'signed, then halted' : 'challenged, not signed');
      // Signed first, the challenge halts it; challenged first, it is not signed.
      expect([round, sign.status, codeOf(sign), after.state]).toEqual(
        sign.status === 200 ? [round, 200, undefined, 'halted'] : [round, 422, 'challenge_open', 'draft'],
      );
    }
    race.told();
  });

  it(`a suspension and the confirmation, ${ROUNDS} rounds: one of them is what happened`, async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const result = await Resulting.begin(app, parties.bureau);
    await result.deliver();
    const lot = result.lots[0]?.id ?? '';
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, parties.bureau, rival, about);
    const race = new Race('a suspension against the confirmation');
    for (let round = 1; round <= ROUNDS; round++) {
      const version = await result.version();
      const [confirm, suspend] = await Promise.all([
        result.post('confirm', { bid: result.bid(0) }, parties.bureau.approver, version),
        app.http
          .post(`/api/v1/lots/${lot}/actions/suspend`)
          .set({ ...parties.bureau.finance.auth, 'If-Match': `"${version}"` })
          .send({ reason: '处理投诉期间', remedy, ...SUSPENSION_NOTICE }),
      ]);
      expect([round, [confirm.status, suspend.status].sort()]).toEqual([round, [200, 412]]);
      const [row] = await app.dataSource.query<{ state: string; awards: number; rows: number }[]>(
        `SELECT l.state, (SELECT count(*)::int FROM award WHERE lot_id = l.id) AS awards,
           (SELECT count(*)::int FROM audit_entry WHERE aggregate_type = 'lot' AND aggregate_id = l.id::text
              AND action IN ('confirm', 'suspend')) AS rows FROM lot l WHERE l.id = $1`,
        [lot],
      );
      const confirmed = confirm.status === 200;
      expect(row).toEqual({ state: confirmed ? 'confirmed' : 'suspended', awards: confirmed ? 1 : 0, rows: round });
      race.saw(confirmed ? 'confirmed' : 'suspended');
      // As it was before the round.
      await app.dataSource.query(`DELETE FROM award WHERE lot_id = $1`, [lot]);
      await app.dataSource.query(`UPDATE lot SET state = 'reviewed', suspended_from = NULL WHERE id = $1`, [lot]);
      await app.dataSource.query(`UPDATE tender SET state = 'reviewed' WHERE id = $1`, [result.id]);
    }
    race.told();
  });

  it('two who suspend and let go on: the state before is what comes back', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const result = await Resulting.begin(app, parties.bureau);
    const lot = result.lots[0]?.id ?? '';
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, parties.bureau, rival, about);
    const send = (action: string, version: number) =>
      app.http
        .post(`/api/v1/lots/${lot}/actions/${action}`)
        .set({ ...parties.bureau.finance.auth, 'If-Match': `"${version}"` })
        .send({ reason: '处理投诉期间', ...(action === 'suspend' && { remedy, ...SUSPENSION_NOTICE }) });
    for (let round = 1; round <= 10; round++) {
      const first = await result.version();
      const suspended = await Promise.all([send('suspend', first), send('suspend', first)]);
      expect(suspended.map((a) => a.status).sort()).toEqual([200, 412]);
      const resumed = await Promise.all([send('resume', first + 1), send('resume', first + 1)]);
      expect(resumed.map((a) => a.status).sort()).toEqual([200, 412]);
      expect((await result.draft.read()).lots[0]?.state).toBe('reviewed');
    }
  });
});
