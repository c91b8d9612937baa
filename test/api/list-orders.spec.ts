import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder } from '../support/purchases.js';

let app: TestApp;
let keeper: Recorder;
let other: Recorder;
let readers: Record<string, Record<string, string>>;
const title: Record<string, string> = {};

const notice = (deadline: string | null) => [given('notice', deadline === null ? {} : { deadline })];

async function publish(recorder: Recorder, name: string, deadline: string | null): Promise<string> {
  const { id } = await recorder.tender({ title: name, category: 'CHILD_PROTECTION' });
  await recorder.facts(id, notice(deadline)).expect(200);
  title[name] = id;
  return id;
}

beforeAll(async () => {
  app = await startTestApp();
  keeper = await Recorder.of(app, '990204');
  other = await Recorder.of(app, '990203');
  await publish(keeper, 'A', '2098-03-01T09:30:00+08:00');
  await publish(other, 'B', '2098-01-01T09:30:00+08:00');
  await publish(keeper, 'C', '2017-12-04T09:30:00+08:00');
  await publish(keeper, 'D', '2098-02-01T09:30:00+08:00');
  await publish(other, 'E', null);
  await publish(keeper, 'F', null);
  const supervisor = await makeAccount(app, { role: 'auditor', organisation: null });
  readers = { everybody: {}, 'a buyer': keeper.account.auth, 'whoever sees all': supervisor.auth };
});
afterAll(() => app.close());

/** Every item of a list, page by page of two. */
async function readAll(path: string, auth: Record<string, string> = {}, between?: () => Promise<unknown>) {
  const seen: { id: string; title: string }[] = [];
  for (let next: string | null = `/api/v1/${path}&limit=2`; next !== null;) {
    const { body }: { body: { items: typeof seen; next: string | null } } = await app.http
      .get(next)
      .set(auth)
      .expect(200);
    seen.push(...body.items);
    next = body.next;
    await between?.();
    between = undefined;
  }
  return seen.map((item) => item.title).join('');
}

describe('the order of a list', () => {
  it.each(['everybody', 'a buyer', 'whoever sees all'])(
    'is that of creation, or the newest first, for %s',
    async (reader) => {
      const auth = readers[reader];
      expect(await readAll('tenders?category=CHILD_PROTECTION', auth)).toBe('ABCDEF');
      expect(await readAll('tenders?category=CHILD_PROTECTION&sort=created', auth)).toBe('ABCDEF');
      expect(await readAll('tenders?category=CHILD_PROTECTION&sort=-created', auth)).toBe('FEDCBA');
      expect(await readAll('tenders?state=open&sort=-created', auth)).toBe('FEDBA');
    },
  );

  it.each(['everybody', 'a buyer', 'whoever sees all'])(
    'of what takes bids is by deadline where that is asked for, unknown deadlines last, for %s',
    async (reader) => {
      const listed = await readAll('tenders?state=open&sort=deadline', readers[reader]);
      expect(listed.slice(0, 3)).toBe('BDA');
      expect([...listed.slice(3)].sort().join('')).toBe('EF');
    },
  );

  it('is by deadline of nothing but what takes bids', async () => {
    for (const filter of ['', '&state=closed', '&state=reviewed']) {
      const { body } = await app.http.get(`/api/v1/tenders?sort=deadline${filter}`).expect(400);
      expect(body.errors).toMatchObject([{ pointer: '/sort', code: 'only_of_open' }]);
    }
  });

  it('is one of those that the list has', async () => {
    for (const path of [
      'tenders?sort=title',
      'contracts?sort=deadline',
      'notices?sort=deadline',
      'communities?sort=-deadline',
    ])
      expect((await app.http.get(`/api/v1/${path}`).expect(400)).body.errors).toMatchObject([{ pointer: '/sort' }]);
  });

  it.each(['everybody', 'a buyer', 'whoever sees all'])(
    'of what changed since an instant is that of the last change: what changes meanwhile is met again, for %s',
    async (reader) => {
      const since = 'tenders?category=CHILD_PROTECTION&updatedSince=2000-01-01T00:00:00Z';
      const before = await readAll(since, readers[reader]);
      expect([...before].sort().join('')).toBe('ABCDEF');
      const first = before[0] as string;
      const owner = 'BE'.includes(first) ? other : keeper;
      const change = async () => {
        const { body } = await owner.get(`/tenders/${title[first]}`).expect(200);
        const words = { regionText: `改动 ${reader}` };
        await owner.change('patch', `/tenders/${title[first]}`, body.version as number, words).expect(200);
      };
      expect(await readAll(since, readers[reader], change)).toBe(`${before}${first}`);
    },
  );

  it('of what changed since an instant is no other', async () => {
    for (const list of ['tenders', 'contracts', 'notices', 'communities', 'service-lines'])
      for (const sort of ['created', '-created', ...(list === 'tenders' ? ['deadline&state=open'] : [])]) {
        const { body } = await app.http
          .get(`/api/v1/${list}?updatedSince=2000-01-01T00:00:00Z&sort=${sort}`)
          .expect(400);
        expect(body.errors).toMatchObject([{ pointer: '/sort', code: 'not_sortable' }]);
      }
  });

  it('of notices that take bids after a day is that of their deadlines, and no other', async () => {
    expect(await readAll('notices?category=CHILD_PROTECTION&deadlineAfter=2017-01-01')).toBe('CBDA');
    expect(await readAll('notices?category=CHILD_PROTECTION&deadlineAfter=2018-01-01')).toBe('BDA');
    expect(await readAll('notices?category=CHILD_PROTECTION&sort=-created')).toBe('FEDCBA');
    const { body } = await app.http.get('/api/v1/notices?deadlineAfter=2018-01-01&sort=-created').expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/sort', code: 'not_sortable' }]);
  });

  it('by deadline: what becomes later while it is read comes once more, what comes before the place does not', async () => {
    const moved = async (name: string, deadlines: [string, string]) => {
      await publish(keeper, name, deadlines[0]);
      const { body } = await keeper.get(`/tenders/${title[name]}`).expect(200);
      const { id: replaces } =
        (body.facts as { id: string; kind: string }[]).find(({ kind }) => kind === 'notice') ?? {};
      const corrected = { ...given('notice', { deadline: deadlines[1] }), replaces, reason: '更正' };
      return () => keeper.facts(title[name] as string, [corrected]).expect(200);
    };
    const list = 'tenders?state=open&sort=deadline';
    const later = await moved('G', ['2098-01-02T09:30:00+08:00', '2099-01-01T09:30:00+08:00']);
    expect((await readAll(list, {}, later)).replaceAll(/[EF]/g, '')).toBe('BGDAG');
    const sooner = await moved('H', ['2099-06-01T09:30:00+08:00', '2097-01-01T09:30:00+08:00']);
    expect((await readAll(list, {}, sooner)).replaceAll(/[EF]/g, '')).toBe('BDAG');
    expect((await readAll(list)).slice(0, 2)).toBe('HB');
  });

  it('is part of the place in it: a cursor of one order is none of another', async () => {
    const { body } = await app.http.get('/api/v1/tenders?sort=-created&limit=1').expect(200);
    const { body: refused } = await app.http.get(body.next.replace('sort=-created&', '')).expect(400);
    expect(refused.code).toBe('bad_cursor');
  });
});

describe('a place', () => {
  it('holds its streets, its county, its prefecture and its province, and not those beside it', async () => {
    const street = await keeper.tender({ title: '街道', region: '990204003000' });
    await keeper.facts(street.id, notice(null)).expect(200);
    const places: [string, boolean][] = [
      ['990000', true],
      ['990200', true],
      ['990204', true],
      ['990204003000', true],
      ['990204003', true],
      ['990204004000', false],
      ['990203', false],
      ['990300', false],
      ['110000', false],
    ];
    for (const [region, holds] of places) {
      const answer = await app.http.get(`/api/v1/tenders?region=${region}&limit=200`);
      const found = answer.status === 200 && answer.body.items.some((item: { id: string }) => item.id === street.id);
      expect([region, found]).toEqual([region, holds]);
    }
  });
});
