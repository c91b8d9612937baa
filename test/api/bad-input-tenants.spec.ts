import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, startBusinessAt, makeThreshold } from '../support/drafts.js';
import { listPermissions } from '../../src/people/accounts/roles.js';
import { VALID_BODIES } from '../support/bodies.js';
import { readOperations, type Operation } from '../support/operations.js';
import { ALL_MEMBERS, makeReviewers, Reviewing } from '../support/reviews.js';
import { stored } from '../support/stored.js';

let app: TestApp;
let operations: Operation[];
let owner: TestAccount;
/** The same role in another body of another region. */
let stranger: TestAccount;
let theirs: string;
/** What belongs to the owner alone, by the first part of its address. */
const owned = new Map<string, string>();
let budgetLine: string;
/** A purchase of the owner's that was published, whose panel has reported. */
let reported: Reviewing;
/** A draw of its experts. */
let drawn: string;
/** Asked for after a failure alone: the owner has none. */
const NONE_THERE = /\{change\}$/;
const OF_PUBLISHED = /\/review\b|\/notices\/\{kind\}/;

beforeAll(async () => {
  app = await startTestApp();
  ({ operations } = await readOperations(app));
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  await makeThreshold(app);
  const bureau = await makeBureau(app, '990203');
  owner = bureau.officer;
  theirs = await makeBody(app, { region: '990301' });
  stranger = await makeUser(app, 'bureau_officer', theirs);
  const create = async (route: string, given: object, type = 'application/json') => {
    const answer = await app.http.post(`/api/v1/${route}`).set(owner.auth).set('Content-Type', type).send(given);
    if (answer.status >= 300) throw new Error(`${route}: ${answer.text}`);
    owned.set(route.split('?')[0] as string, (answer.body as { id: string }).id);
  };
  reported = await Reviewing.begin(app, bureau, await makeReviewers(app, ALL_MEMBERS.length));
  await reported.reported();
  const [draw] = await app.dataSource.query<{ id: string }[]>(
    `SELECT d.id FROM expert_draw d JOIN lot l ON l.id = d.lot_id WHERE l.tender_id = $1`,
    [reported.id],
  );
  drawn = draw?.id ?? '';
  const source = { kind: 'statement' };
  const budgetLines = [{ name: 'of the owner', amount: '1.00' }];
  await create('programmes', { name: 'of the owner', year: 2018, source, budgetLines });
  const { body } = await app.http
    .get(`/api/v1/programmes/${owned.get('programmes')}`)
    .set(owner.auth)
    .expect(200);
  budgetLine = (body as { budgetLines: { id: string }[] }).budgetLines[0]?.id ?? '';
  await create('needs', { title: 'of the owner', source });
  const draft = await Drafting.begin(app, bureau, { title: 'of the owner' });
  await draft.plan();
  owned.set('tenders', draft.id);
  await create('api-keys', { name: 'of the owner', scopes: ['tender.read'] });
  const document = await app.http
    .post('/api/v1/documents')
    .set(owner.auth)
    .attach('file', Buffer.from('of the owner\n'), { filename: 'a.txt', contentType: 'text/plain' });
  if (document.status !== 201) throw new Error(document.text);
  owned.set('documents', (document.body as { id: string }).id);
  const imported = await app.http
    .post('/api/v1/imports?dryRun=true&name=owner')
    .set(owner.auth)
    .set('Content-Type', 'application/x-ndjson')
    .send('{"id":"1"}\n');
  if (imported.status !== 202) throw new Error(imported.text);
  owned.set('imports', (imported.body as { id: string }).id);
});
afterAll(() => app.close());

const ask = (operation: Operation, url: string, auth: Record<string, string>) =>
  app.http[operation.verb](url)
    .set(auth)
    .set('If-Match', '"1"')
    .set(operation.needsKey ? { 'Idempotency-Key': operation.id } : {})
    .send(operation.verb === 'get' ? undefined : (VALID_BODIES[operation.id] ?? {}));

/** Every operation on one of the owner's objects, with its address. */
function onOwned(): { operation: Operation; url: string }[] {
  return operations.flatMap((operation) => {
    const [, root = ''] = /^\/api\/v1\/([\w-]+)\/\{id\}/.exec(operation.path) ?? [];
    const id = owned.get(root);
    const url = operation.url.replace(/[0-9a-f-]{36}/, id ?? '');
    return id ? [{ operation, url: url.replace(/(?<=\/budget-lines\/)[0-9a-f-]{36}/, budgetLine) }] : [];
  });
}

describe('what belongs to another body', () => {
  it('can be seen by its owner', async () => {
    const reads = onOwned().filter(({ operation: { verb, path } }) => verb === 'get' && !NONE_THERE.test(path));
    const answers: unknown[] = [];
    for (const { operation, url } of reads) {
      const published = url
        .replace(owned.get('tenders') ?? '', reported.id)
        .replace(/notices\/\w+/, 'notices/tender')
        .replace(/(?<=\/draws\/)[0-9a-f-]{36}/, drawn);
      const { status, body } = await ask(operation, OF_PUBLISHED.test(operation.path) ? published : url, owner.auth);
      answers.push([operation.id, status, (body as { code?: string }).code ?? null]);
    }
    expect(answers.filter((a) => (a as unknown[])[1] !== 200)).toEqual([]);
    expect(onOwned().length).toBeGreaterThan(12);
  });

  it('is 404 to everybody else, to read and to change, and nothing is stored', async () => {
    const { idempotent_request: _, ...before } = await stored(app);
    const outcomes: unknown[] = [];
    for (const { operation, url } of onOwned()) {
      const { status, body } = await ask(operation, url, stranger.auth);
      outcomes.push([operation.id, status, (body as { code?: string }).code]);
    }
    // What the role may never do is refused before anything is looked for.
    const may = listPermissions(['bureau_officer']) as ReadonlySet<string>;
    const expected = onOwned().map(({ operation: { id, permission } }) =>
      permission === 'public' || may.has(permission) ? [id, 404, 'not_found'] : [id, 403, 'not_permitted'],
    );
    expect(outcomes).toEqual(expected);
    const { idempotent_request: __, ...after } = await stored(app);
    expect(after).toEqual(before);
  });

  it('is 404 to anybody without an account where the route is public', async () => {
    for (const { operation, url } of onOwned().filter((o) => o.operation.permission === 'public'))
      expect([operation.id, (await ask(operation, url, {})).status]).toEqual([operation.id, 404]);
  });

  it('is in no list, feed or history of theirs', async () => {
    const lists = operations.filter(
      (o) => o.verb === 'get' && !/\{id\}/.test(o.path) && !/health|metrics/.test(o.path),
    );
    expect(lists.length).toBeGreaterThan(15);
    const subjects = [...owned].map(([root, id]) => `subject=${root.replace(/s$/, '').replace('-', '_')}:${id}`);
    for (const list of lists)
      for (const query of list.parameters.some((p) => p.name === 'subject') ? subjects : ['limit=200', ''])
        for (const auth of [stranger.auth, {}]) {
          const { text } = await app.http.get(`${list.url}?${query}`).set(auth);
          // A refusal may repeat what was asked for; a record may not.
          const shown = [...owned.values()].filter((id) => text.replaceAll(query.slice(8), '').includes(id));
          expect([list.id, query, shown]).toEqual([list.id, query, []]);
        }
  });

  it('cannot be named by what others create', async () => {
    const source = { kind: 'statement' };
    const names: [string, object][] = [
      ['tenders', { conducted: 'elsewhere', buyer: theirs, title: 'x', programme: owned.get('programmes') }],
      ['needs', { title: 'x', source, documents: [owned.get('documents')] }],
    ];
    const before = await stored(app);
    const outcomes: unknown[] = [];
    for (const [route, body] of names) {
      const { status, body: problem } = await app.http.post(`/api/v1/${route}`).set(stranger.auth).send(body);
      const { code, errors } = problem as { code: string; errors?: { pointer: string }[] };
      outcomes.push([route, status, code, errors?.map((e) => e.pointer)]);
    }
    expect(outcomes).toEqual([
      ['tenders', 422, 'dataset_mismatch', ['/programme']],
      ['needs', 404, 'not_found', ['/documents/0']],
    ]);
    expect(await stored(app)).toEqual(before);
  });
});
