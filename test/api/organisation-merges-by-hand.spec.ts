import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';
import { setBusinessTime, startBusinessAt } from '../support/drafts.js';
import { at, startMerging, told, type Merge } from '../support/merges.js';

let app: TestApp;
let m: Awaited<ReturnType<typeof startMerging>>;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2026-03-02T09:00:00+08:00');
  m = await startMerging(app);
});
afterAll(() => app.close());

const byHand = writeByHand(() => app);
/** A merge that nobody said, with the state and the hands that it claims. */
async function insertMerge(from: string, into: string, state: string, by: readonly (string | null)[]): Promise<string> {
  const id = randomUUID();
  await byHand(
    `INSERT INTO organisation_merge (id, dataset, organisation_id, into_id, ground, state, proposed_by, decided_by, decided_at, undo_until)
     VALUES ($1, 'live', $2, $3, '无', $4, $5, $6, clock_timestamp(), '2026-04-01')`,
    [id, from, into, state, ...by],
  );
  return id;
}
const confirm = (record: string, merge: string, by = m.other) =>
  app.http
    .post(`${at(record)}/${merge}/actions/confirm`)
    .set({ ...by.auth, 'If-Match': '"1"' })
    .send({});
const makePair = async () => {
  const [record, into] = [await m.makeNamed(), await m.makeCoded()];
  return { record, into, itself: { bidders: [record.id], winners: [record.id], suppliers: [record.id] } };
};

describe('a merge that somebody wrote into the tables by hand', () => {
  it('proposed in the name of one administrator is not confirmed by the other', async () => {
    const { record, into } = await makePair();
    const merge = await insertMerge(record.id, into.id, 'proposed', [m.admin.id, null]);
    expect(told(await confirm(record.id, merge))).toEqual([404, 'not_found']);
    expect(await m.readBody(record.id)).toMatchObject({ state: 'active', mergedInto: null });
  });

  it('in force in the name of both moves no purchase', async () => {
    const { record, into, itself } = await makePair();
    const purchase = await m.recordPurchase(record);
    const merge = await insertMerge(record.id, into.id, 'in_force', [m.admin.id, m.other.id]);
    await byHand(`UPDATE organisation SET state = 'merged', merged_into = $2 WHERE id = $1`, [record.id, into.id]);
    await m.follow(merge);
    await byHand(`UPDATE organisation SET state = 'active', merged_into = NULL WHERE id = $1`, [record.id]);
    expect(await m.readNamed(purchase)).toEqual(itself);
  });

  it.each<[string, string, () => Promise<string>]>([
    ['the record it goes into', 'into_id = $2', async () => (await m.makeCoded()).id],
    ['who proposed it', 'proposed_by = $2', () => Promise.resolve(randomUUID())],
  ])('is not confirmed where %s was altered', async (_, set, make) => {
    const { record, into } = await makePair();
    const { id } = (await m.propose(record.id, into.id).expect(201)).body as Merge;
    await byHand(`UPDATE organisation_merge SET ${set} WHERE id = $1`, [id, await make()]);
    for (const by of [m.admin, m.other]) expect((await confirm(record.id, id, by)).status).toBe(404);
    expect(await m.readBody(record.id)).toMatchObject({ state: 'active', mergedInto: null });
  });

  it('put back in force after its undoing moves nothing again', async () => {
    const { record, into, itself } = await makePair();
    const purchase = await m.recordPurchase(record);
    const merge = await m.merged(record.id, into.id);
    await m.undo(record.id, merge);
    await byHand(`UPDATE organisation_merge SET state = 'in_force', followed_at = NULL WHERE id = $1`, [merge]);
    await m.follow(merge);
    expect(await m.readNamed(purchase)).toEqual(itself);
  });

  it('is not undone after its days, though another last day was written there', async () => {
    const { record, into } = await makePair();
    const merge = await m.merged(record.id, into.id);
    await byHand(`UPDATE organisation_merge SET undo_until = '2027-01-01' WHERE id = $1`, [merge]);
    await setBusinessTime(app, '2026-05-02T09:00:00+08:00');
    expect(told(await m.act(record.id, merge, 'undo', m.admin, { reason: '有误' }))).toEqual([404, 'not_found']);
    await byHand(`UPDATE organisation_merge SET undo_until = '2026-04-01' WHERE id = $1`, [merge]);
    expect(told(await m.act(record.id, merge, 'undo', m.admin, { reason: '有误' }))).toEqual([422, 'merge_settled']);
  });
});
