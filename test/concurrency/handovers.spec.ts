import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PlansKeeper } from '../../src/care/continuity/plans-keeper.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT } from '../support/continuity.js';
import { creditCode, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { holding } from '../support/holder.js';

let app: TestApp;
let parties: Parties;
let receiver: { agency: string; manager: TestAccount };
beforeAll(async () => {
  app = await startTestApp();
  parties = await makeParties(app);
  const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
  receiver = { agency, manager: await makeUser(app, 'agency_manager', agency) };
});
afterAll(() => app.close());

it('recipients of several handovers that are due are locked in the order in which a batch of records locks them', async () => {
  await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
  const next = await Continuing.begin(app, parties);
  const plan = await next.proposed([
    { serviceLine: parties.bureau.line, kind: 'hand_over', from: NEXT.start, receiver: receiver.agency },
  ]);
  await next.agree(plan.id);
  const served: string[] = [];
  const handovers: string[] = [];
  for (let n = 0; n < 2; n++) {
    for (let i = 0; i < 6; i++) served.push(await next.serve());
    const { id, version } = await next.offered({ receiver: receiver.agency });
    expect((await next.onHandover(id, 'acknowledge', {}, receiver.manager, version)).status).toBe(200);
    handovers.push(id);
  }
  const listed = await app.dataSource.query<{ recipient: string; handover: string }[]>(
    `SELECT recipient_id AS recipient, min(handover_id::text) AS handover FROM handover_recipient
     WHERE handover_id = ANY ($1::uuid[]) GROUP BY recipient_id ORDER BY recipient_id`,
    [handovers],
  );
  const groups = handovers.toSorted().map((id) => listed.filter(({ handover }) => handover === id));
  const [first, second] = groups.map((group) => group.map(({ recipient }) => recipient)) as [string[], string[]];
  // Of the handover that passes first somebody who stands behind somebody of the other one.
  const [before = '', behind = ''] = [second[0], first.at(-1)];
  expect(before < behind).toBe(true);
  await setBusinessTime(app, `${NEXT.start}T09:00:00+08:00`);
  await holding(app, async (holder) => {
    await holder.lock('recipient', [before]);
    const passed = app.running.app.get(PlansKeeper).passRecipients();
    await holder.waitUntilAwaited();
    await holder.lock('recipient', [behind]);
    await holder.commit();
    await passed;
  });
  const holders = await app.dataSource.query<object[]>(
    `SELECT DISTINCT holder_id AS holder FROM recipient WHERE id = ANY ($1::uuid[])`,
    [served],
  );
  expect(holders).toEqual([{ holder: receiver.agency }]);
});
