import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Accepting } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import type { Parties } from '../support/contracts.js';
import { ACCOUNT, makePayers, Paying, stateAccount } from '../support/paying.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';
import { startContracting } from '../support/started.js';

const ROUNDS = scaleRounds(50);

describe('at the same moment', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    await makePayers(app, parties);
    await stateAccount(app, parties);
  });
  afterAll(() => app.close());

  /** Their order in the audit trail, which is that of their transactions. */
  const positions = async (payment: string, contract: string) => {
    const rows = await app.dataSource.query<{ action: string }[]>(
      `SELECT action FROM audit_entry
       WHERE (aggregate_id = $1 AND action = 'pay') OR (aggregate_id = $2 AND action = 'conclude_acceptance') ORDER BY id`,
      [payment, contract],
    );
    return rows.map(({ action }) => action);
  };

  it(`an instalment is paid and less than it is accepted, ${ROUNDS} rounds: nothing beyond it is paid once that is said`, async () => {
    const race = new Race('an instalment is paid, less than it is accepted');
    for (const round of race.rounds(50, 2)) {
      const acceptance = await Accepting.begin(app, parties);
      const money = new Paying(app, acceptance.contract);
      const { id, version } = await money.approved(1);
      await acceptance.prepared('met', 'not_met');
      const at = (await acceptance.read()).version;
      const part = { result: 'passed', acceptedPart: '已完成部分', acceptedAmount: '10000.00', reason: '其余未达标' };
      // One request each, the other way round in every other round: who is asked first mostly comes first.
      const pay = async () =>
        (await app.http
          .post(`/api/v1/contracts/${acceptance.contract.id}/payments/${id}/actions/pay`)
          .set({ ...parties.bureau.officer.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': randomUUID() })
          .send({ account: ACCOUNT })) as { status: number; body: { code?: string } };
      const conclude = async () => acceptance.conclude(part, parties.bureau.approver, at);
      const [paid, concluded] = await (round % 2 === 0
        ? Promise.all([pay(), conclude()])
        : Promise.all([conclude(), pay()]).then(([last, first]) => [first, last] as const));
      expect([round, concluded.status]).toEqual([round, 200]);
      const order = await positions(id, acceptance.contract.id);
      race.saw(paid.status === 200 ? 'paid, then accepted' : 'accepted, payment refused');
      if (paid.status === 200) expect([round, order]).toEqual([round, ['pay', 'conclude_acceptance']]);
      else
        expect([round, paid.status, paid.body.code, order]).toEqual([
          round,
          422,
          'payment_beyond_contract',
          ['conclude_acceptance'],
        ]);
    }
    expect(Object.keys(race.told())).toEqual(['accepted, payment refused', 'paid, then accepted']);
  }, 1_800_000);
});
