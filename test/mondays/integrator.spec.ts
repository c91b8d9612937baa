import { expect } from '@jest/globals';
import { gather } from '../../tour/cast.js';
import { Person } from '../../tour/stage.js';
import { withPartsInPlace } from '../support/document.js';
import { monday, refusalOf } from './monday.js';

interface Document {
  paths: Record<string, Record<string, { operationId?: string; parameters?: { name: string; in: string }[] }>>;
}
interface Call {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  key?: string;
}
type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH';

/** A client made of the document alone: each operation by its name, with the addresses and parameters that it says. */
async function generated(url: string, person: Person) {
  const document = withPartsInPlace((await (await fetch(`${url}/openapi.json`)).json()) as Document);
  const operations = new Map(
    Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, { operationId, parameters = [] }]) => [
        operationId,
        { verb: verb.toUpperCase() as Verb, path, parameters },
      ]),
    ),
  );
  return <T>(name: string, { path = {}, query = {}, body, key }: Call = {}): Promise<T> => {
    const operation = operations.get(name);
    if (!operation) throw new Error(`no operation ${name}`);
    const known = operation.parameters.filter((p) => p.in === 'query').map((p) => p.name);
    expect(known).toEqual(expect.arrayContaining(Object.keys(query)));
    const address = operation.path.replaceAll(/\{(\w+)\}/g, (_, id: string) => encodeURIComponent(path[id] ?? ''));
    const asked = new URLSearchParams(query).size > 0 ? `?${new URLSearchParams(query).toString()}` : '';
    return person.ask<T>(
      operation.verb,
      `${address.replace(/^\/api\/v1\//, '')}${asked}`,
      body,
      key ? { 'Idempotency-Key': key } : {},
    );
  };
}

interface Feed {
  items: { position: number; aggregate: string; id: string; event: string }[];
  position: number;
}
interface Line {
  id: string;
  name: string;
  version: number;
}

monday('Integrator', async ({ app, stage }) => {
  const cast = await gather(stage);
  const { key } = await cast.officer.post<{ key: string }>('api-keys', {
    name: '【虚构】业务系统',
    organisation: cast.bureau,
    scopes: ['line.manage', 'tender.record', 'tender.read', 'changes.read'],
    expiresAt: new Date(Date.now() + 300 * 86_400_000).toISOString(),
  });
  const person = new Person(app.url, '【虚构】集成方', key);
  const call = await generated(app.url, person);

  // Own records under own ids: whatever is sent twice is one record and one answer.
  const path = { system: 'oa', externalId: '服务线-07' };
  const body = {
    name: '【虚构】示例社区居家养老',
    category: 'ELDERLY_HOME_CARE',
    since: '2024-01-01',
    region: '990203',
  };
  const put = (more: object = {}, externalId = path.externalId) =>
    call<Line>('putServiceLine', { path: { ...path, externalId }, body: { ...body, ...more } });
  const line = await put();
  expect(await put()).toEqual(line);
  const tender = { title: '【虚构】居家养老服务', buyer: cast.bureau, region: '990203', serviceLines: [line.id] };
  const create = () => call<Line>('recordTender', { body: tender, key: 'oa-2025-11-03-1' });
  const made = await create();
  expect(await create()).toEqual(made);
  const found = await call<{ items: Line[] }>('listTenders', { query: { region: '990203' } });
  expect(found.items.map(({ id }) => id)).toEqual([made.id]);

  // What changed since yesterday: from the position that was reached then, nothing lost and nothing twice.
  // It waits until what is asked for is there, however long that takes.
  const follow = async (after: number, expected: string): Promise<Feed['items']> => {
    const items: Feed['items'] = [];
    while (!items.some(({ id }) => id === expected)) {
      const page = await call<Feed>('listChanges', { query: { after: String(after), limit: '200', wait: '5' } });
      items.push(...page.items);
      after = page.position;
    }
    return items;
  };
  const yesterday = await follow(0, made.id);
  const position = yesterday.at(-1)?.position ?? 0;
  expect(yesterday.filter(({ id }) => id === made.id)).toHaveLength(1);
  await stage.moveTo('2025-11-04T09:00:00+08:00');
  const renamed = await put({ name: '【虚构】示例社区居家养老（含周末）' });
  expect(await put({ name: renamed.name })).toEqual(renamed);
  expect(renamed).toMatchObject({ id: line.id, version: line.version + 1 });
  // What was told of it twice would stand before what is told after it.
  const last = await put({}, '服务线-08');
  const today = await follow(position, last.id);
  expect(today.map(({ aggregate, id }) => [aggregate, id])).toEqual([
    ['service_line', line.id],
    ['service_line', last.id],
  ]);
  expect(today[0]?.position).toBeGreaterThan(position);

  // No more than its scopes.
  expect(await refusalOf(call('listUsers'))).toEqual([403, 'not_permitted']);
});
