import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { holding } from '../support/holder.js';
import { startMerging, told, type Merge } from '../support/merges.js';

let app: TestApp;
let m: Awaited<ReturnType<typeof startMerging>>;
beforeAll(async () => {
  app = await startTestApp();
  m = await startMerging(app);
});
afterAll(() => app.close());

type Rows = [table: string, ids: readonly string[], mode?: string];
/** The request waits for what is held first; whoever holds that takes the next then, and neither waits for the other in a ring. */
const meet = <T>(first: Rows, request: () => Promise<T>, next: Rows): Promise<T> =>
  holding(app, async (holder) => {
    await holder.lock(...first);
    const answer = request();
    await holder.waitUntilAwaited();
    await holder.lock(...next);
    await holder.commit();
    return answer;
  });

/** What a merge moves at once: who is behind it, and the rest of a row. */
const ROOTS: Record<string, [column: string, fields: string, values: string]> = {
  programme: ['buyer_id', 'name, year, source, state', `'方案', 2026, '{"kind": "statement"}', 'draft'`],
  community: ['committee_id', 'name, region', `'社区' || gen_random_uuid(), '990203'`],
  need: ['owner_id', 'title, source', `'需求', '{"kind": "statement"}'`],
  service_line: ['responsible_id', 'name, category, since', `'服务线', 'ELDERLY_HOME_CARE', '2017-01-01'`],
};

describe.each(Object.entries(ROOTS))('a merge of who is behind a %s', (table, [column, fields, values]) => {
  const begin = async () => {
    const [record, into] = [await m.makeNamed(), await m.makeCoded()];
    const [root] = await app.dataSource.query<{ id: string }[]>(
      `INSERT INTO ${table} (dataset, ${column}, ${fields}) SELECT 'live', $1, ${values} RETURNING id`,
      [record.id],
    );
    const { id } = (await m.propose(record.id, into.id).expect(201)).body as Merge;
    const findBody = async () => {
      const rows = await app.dataSource.query(`SELECT ${column} AS body FROM ${table} WHERE id = $1`, [root?.id]);
      return (rows as { body: string }[])[0]?.body;
    };
    const held: Rows = [table, [root?.id ?? '']];
    const bodies: Rows = ['organisation', [record.id, into.id].sort(), 'FOR KEY SHARE'];
    const act = (action: 'confirm' | 'undo') => () =>
      m.act(record.id, id, action, action === 'undo' ? m.admin : m.other, action === 'undo' ? { reason: '误并' } : {});
    return { record: record.id, into: into.id, held, bodies, findBody, act };
  };

  it.each<[string, 'held' | 'bodies', 'bodies' | 'held']>([
    ['holds it and then names both bodies', 'held', 'bodies'],
    ['names both bodies and then holds it', 'bodies', 'held'],
  ])('and its undoing pass beside somebody who %s', async (_, first, next) => {
    const made = await begin();
    expect(told(await meet(made[first], made.act('confirm'), made[next]))).toEqual([200, undefined]);
    expect(await made.findBody()).toBe(made.into);
    expect(told(await meet(made[first], made.act('undo'), made[next]))).toEqual([200, undefined]);
    expect(await made.findBody()).toBe(made.record);
  });
});

it('a merge that is proposed waits for one of its bodies holding none: whoever names them passes', async () => {
  const [smaller = '', larger = ''] = [(await m.makeNamed()).id, (await m.makeNamed()).id].sort();
  const proposed = await meet(['organisation', [larger], 'FOR KEY SHARE'], async () => m.propose(smaller, larger), [
    'organisation',
    [smaller],
    'FOR KEY SHARE',
  ]);
  expect(told(proposed)).toEqual([201, undefined]);
});

it('a merge that has been followed is noted as that by one of two workers: neither waits for the other in a ring', async () => {
  const [record, into] = [await m.makeNamed(), await m.makeCoded()];
  const { id } = (await m.propose(record.id, into.id).expect(201)).body as Merge;
  expect((await m.act(record.id, id, 'confirm', m.other)).status).toBe(200);
  await meet(['organisation_merge', [id], 'FOR SHARE'], () => m.follow(id), [
    'organisation_merge',
    [id],
    'FOR NO KEY UPDATE',
  ]);
  expect((await m.readMerge(record.id, id)).followedAt).not.toBeNull();
});
