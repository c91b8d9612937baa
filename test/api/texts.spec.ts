import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** What a text field may meet. Each gets an end of its own, so that names stay unique. */
const TEXTS: [string, string][] = [
  ['SQL', `'; DROP TABLE organisation; -- \\' $1 %s %_`],
  ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>&amp;'],
  ['marks that turn the direction', '\u202Eevil\u202C\u200F\u2066x\u2069'],
  ['emoji and rare characters', '👩‍👩‍👧‍👦🏳️‍🌈𠮷龘e\u0301'],
  ['line breaks and tabs', 'a\r\n\tb\u2028c'],
  ['a template', '${7*7} {{7*7}} #{7*7} %n %x ../../etc/passwd'],
];

/** Texts that show nothing: spaces, joiners, marks of direction, fillers, marks without a letter, codes of nobody. */
const BLANK = [
  '   \t\u3000\u00a0',
  '\u200b\u200c\u200d\u2060\ufeff',
  '\u202e\u2066\u200f',
  '\u115f\u1160\u3164\uffa0',
  '\u0301\u20dd\ufe0f\u034f',
  '\u2800\u00ad\u180e',
  '\u{e0041}\u{e007f}',
  '\ue000\u{10ffff}',
];

const SOURCE = { kind: 'statement' };
interface Field {
  route: string;
  pointer: string;
  /** Longest text that is taken. */
  max: number;
  body: (text: string) => object;
  read: (answer: never) => unknown;
}
const field = <T>(
  route: string,
  pointer: string,
  max: number,
  body: Field['body'],
  read: (answer: T) => unknown,
): Field => ({
  route,
  pointer,
  max,
  body,
  read,
});
type Named = { name: string };

const FIELDS: Field[] = [
  field(
    'organisations',
    '/name',
    200,
    (name) => ({ name }),
    (a: Named) => a.name,
  ),
  field(
    'organisations',
    '/externalIds/0/id',
    200,
    (id) => ({ name: randomUUID(), externalIds: [{ system: 's', id }] }),
    (a: { externalIds: { id: string }[] }) => a.externalIds[0]?.id,
  ),
  field(
    'communities',
    '/name',
    200,
    (name) => ({ name, region: '990203' }),
    (a: Named) => a.name,
  ),
  field(
    'service-lines',
    '/name',
    200,
    (name) => ({ name, category: 'OTHER', since: '2018-01-01' }),
    (a: Named) => a.name,
  ),
  field(
    'service-lines',
    '/assumption/en',
    2000,
    (en) => ({ name: 'x', category: 'OTHER', since: '2018-01-01', assumption: { en, zh: 'x' } }),
    (a: { assumption: { en: string } }) => a.assumption.en,
  ),
  field(
    'needs',
    '/title',
    200,
    (title) => ({ title, source: SOURCE }),
    (a: { title: string }) => a.title,
  ),
  field(
    'needs',
    '/description',
    10_000,
    (description) => ({ title: 'x', description, source: SOURCE }),
    (a: { description: string }) => a.description,
  ),
  field(
    'needs',
    '/evidence',
    10_000,
    (evidence) => ({ title: 'x', evidence, source: SOURCE }),
    (a: { evidence: string }) => a.evidence,
  ),
  field(
    'needs',
    '/source/reference',
    200,
    (reference) => ({ title: 'x', source: { kind: 'notice', reference } }),
    (a: { source: { reference: string } }) => a.source.reference,
  ),
  field(
    'programmes',
    '/name',
    200,
    (name) => ({ name, year: 2018, source: SOURCE }),
    (a: Named) => a.name,
  ),
  ...(
    [
      ['name', 200],
      ['sourceOfFunds', 200],
      ['note', 2000],
    ] as const
  ).map(([key, max]) =>
    field(
      'programmes',
      `/budgetLines/0/${key}`,
      max,
      (text) => ({ name: 'x', year: 2018, source: SOURCE, budgetLines: [{ name: 'x', amount: '1.00', [key]: text }] }),
      (a: { budgetLines: Record<string, unknown>[] }) => a.budgetLines[0]?.[key],
    ),
  ),
  field(
    'programmes',
    '/calendar/name/zh',
    200,
    (zh) => ({
      name: 'x',
      year: 2018,
      source: SOURCE,
      calendar: {
        code: 'c',
        name: { en: 'x', zh },
        steps: [{ event: 'e', name: { en: 'x', zh: 'y' }, from: null, to: null }],
      },
    }),
    (a: { calendar: { name: { zh: string } } }) => a.calendar.name.zh,
  ),
];

describe('text', () => {
  let app: TestApp;
  let officer: TestAccount;
  let bureau: string;
  /** Names that show the same are told apart by what nobody sees. */
  let count = 0;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
  });
  afterAll(() => app.close());

  const post = (route: string, body: object | string) =>
    app.http
      .post(`/api/v1/${route}`)
      .set(officer.auth)
      .set('Content-Type', 'application/json')
      .send(typeof body === 'string' ? body : JSON.stringify(body));

  describe.each(FIELDS.map((f): [string, Field] => [`${f.route} ${f.pointer}`, f]))(
    '%s',
    (_, { route, pointer, max, body, read }) => {
      it.each(TEXTS)('%s is stored as it was given', async (__, text) => {
        const given = `${text} ${randomUUID()}`;
        const made = await post(route, body(given));
        expect([made.status, read(made.body as never)]).toEqual([201, given]);
        const { body: stored } = await app.http
          .get(`/api/v1/${route}/${(made.body as { id: string }).id}`)
          .set(officer.auth);
        expect(read(stored as never)).toBe(given);
      });

      it('a text of its longest length is taken, one more and 10 000 characters are refused there', async () => {
        const unique = randomUUID();
        const longest = unique + '服'.repeat(max - unique.length);
        const made = await post(route, body(longest));
        expect([made.status, read(made.body as never)]).toEqual([201, longest]);
        for (const length of new Set([max + 1, Math.max(10_000, max + 1)])) {
          const refused = await post(route, body('服'.repeat(length)));
          expect(refused.status).toBe(400);
          expect(
            (refused.body.errors as { pointer: string; code: string }[]).map((e) => [e.pointer, e.code]),
          ).toContainEqual([pointer, 'too_long']);
        }
      });

      it('NUL, half a character and a number are refused', async () => {
        for (const bad of ['\\u0000', '\\ud800']) {
          const refused = await post(route, JSON.stringify(body('BAD')).replace('"BAD"', `"x${bad}"`));
          expect([refused.status, refused.body.code]).toEqual([400, 'malformed_text']);
          expect(refused.body.errors[0].pointer).toBe(pointer);
        }
        const refused = await post(route, JSON.stringify(body('BAD')).replace('"BAD"', '5'));
        expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
      });
    },
  );

  it.each([
    ['organisations', '/name', (name: string) => ({ name })],
    ['communities', '/name', (name: string) => ({ name, region: '990203' })],
    ['service-lines', '/name', (name: string) => ({ name, category: 'OTHER', since: '2018-01-01' })],
    ['needs', '/title', (title: string) => ({ title, source: SOURCE })],
    ['programmes', '/name', (name: string) => ({ name, year: 2018, source: SOURCE })],
    ['tenders', '/title', (title: string) => ({ buyer: bureau, title })],
  ] as [string, string, (text: string) => object][])(
    '%s %s that shows nothing is refused, one letter among it is enough',
    async (route, pointer, make) => {
      for (const blank of BLANK) {
        const refused = await post(route, make(blank));
        expect([refused.status, refused.body.errors]).toEqual([
          400,
          [expect.objectContaining({ pointer, code: 'blank' })],
        ]);
      }
      for (const seen of ['区', '🙂', '❤️', '👩‍👩‍👧‍👦']) {
        const text = `\u200f${seen}\u200b${'\u200c'.repeat(++count)}`;
        const made = await post(route, make(text));
        expect([made.status, made.body[pointer.slice(1)]]).toEqual([201, text]);
      }
    },
  );

  it.each(['[]', '"x"', '5', 'true', '{}', '[{}]'])(
    'a body %j is refused by every route that takes one',
    async (body) => {
      const id = randomUUID();
      const requests = [
        ...['organisations', 'communities', 'service-lines', 'needs', 'programmes'].map((route) => post(route, body)),
        post(`programmes/${id}/budget-lines`, body),
        ...['communities', 'service-lines', 'programmes'].map((route) =>
          app.http
            .patch(`/api/v1/${route}/${id}`)
            .set(officer.auth)
            .set('If-Match', '"1"')
            .set('Content-Type', 'application/json')
            .send(body),
        ),
      ];
      const statuses = (await Promise.all(requests)).map((r) => r.status);
      // An empty change changes nothing, of something that is not there.
      expect(statuses).toEqual(requests.map((_, i) => (i > 5 && body === '{}' ? 404 : 400)));
    },
  );

  it('in a filter it is compared, never interpreted', async () => {
    for (const [, text] of TEXTS) {
      const name = `${text} ${randomUUID()}`;
      const { body: made } = await post('organisations', { name, externalIds: [{ system: 'filter', id: name }] });
      for (const query of [{ name }, { externalId: `filter:${name}` }]) {
        const { body } = await app.http.get('/api/v1/organisations').query(query).set(officer.auth).expect(200);
        expect((body as { items: { id: string }[] }).items.map((i) => i.id)).toEqual([(made as { id: string }).id]);
      }
    }
    const { body } = await app.http.get('/api/v1/organisations').query({ name: '%' }).set(officer.auth);
    expect(body.items).toEqual([]);
    const nul = await app.http.get('/api/v1/organisations?name=%00').set(officer.auth);
    expect(nul.status).toBe(400);
  });
});
