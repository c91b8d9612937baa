import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { TenderChangesService } from '../../src/purchase/tenders/tender-changes.service.js';
import { findIndicator } from '../../src/watch/rules/registry.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';
import { scaleRounds } from '../support/rounds.js';

const SHORT = { start: '2018-01-01', end: '2018-05-31' };
const LONG = { start: '2018-01-01', end: '2018-12-31' };

interface Flag {
  id: string;
  version: number;
  state: string;
  title: string;
  explanation: string;
  changedSince: boolean;
  partOf: string | null;
  rootCause: { type: string; id: string };
  subjects: { count: number };
  asked: { organisation: string; answeredAt: string | null }[];
  reach?: { hit: number; of: number; within: string };
  history: { action: string; data: Record<string, unknown> }[];
}

describe('a finding that is true of a whole programme', () => {
  let app: TestApp;
  let supervisor: TestAccount;
  let stories = 0;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2019-03-01');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
  });
  afterAll(() => app.close());

  /** Where the supervisor takes up flags that nobody has. */
  async function listUnassigned(): Promise<string[]> {
    const address = '/api/v1/me/tasks?kind=flag_unassigned&limit=200';
    const { body } = await app.http.get(address).set(supervisor.auth).expect(200);
    return (body as { items: { action: { href: string } }[] }).items.map(({ action }) => action.href);
  }

  /** A programme that has no calendar of its own, and purchases made under it. */
  class Story {
    readonly world = new RiskWorld(app, `import:told-${++stories}`);
    buyer = '';
    programme = '';
    async begin(): Promise<this> {
      this.buyer = await makeBody(app, { region: '990203', dataset: this.world.dataset });
      this.programme = await this.world.insert('programme', {
        buyer_id: this.buyer,
        name: '2018 年购买计划',
        year: 2018,
        region: '990203',
        source: JSON.stringify({ kind: 'notice', url: 'https://example.org/n', publishedOn: null, reference: null }),
      });
      return this;
    }
    buy(window: object | null, lines: string[] = [], programme = this.programme): Promise<string> {
      const given = { buyer: this.buyer, programme, serviceLines: lines, ...(window && { window }) };
      return this.world.tender(given);
    }
    async move(tender: string, window: { start: string; end: string }, version = 1): Promise<void> {
      const by = { ...SYSTEM, permissions: new Set(['tender.record']) };
      await this.world.get(TenderChangesService).change(by, tender, version, { window });
    }
    /** A line that is served in two spells, 184 days or a day apart. */
    async serve(hole: boolean): Promise<string> {
      const line = await this.world.line({ since: '2016-01-01', knownUntil: '2018-12-31' });
      const spells = hole
        ? [
            { start: '2016-01-01', end: '2017-06-30' },
            { start: '2018-01-01', end: '2018-12-31' },
          ]
        : [
            { start: '2016-01-01', end: '2017-12-31' },
            { start: '2018-01-01', end: '2018-12-31' },
          ];
      for (const window of spells) {
        const tender = await this.buy(null, [line]);
        await this.world.facts(tender, [{ kind: 'contract', data: { signedOn: window.start, window } }]);
      }
      return line;
    }
    async work(): Promise<void> {
      await this.world.touchAll(await this.world.dirty());
    }
    async list(indicator: string, query = '', by = supervisor, lang = 'en'): Promise<Flag[]> {
      const { body } = await app.http
        .get(`/api/v1/risk/flags?dataset=${this.world.dataset}&indicator=${indicator}&limit=100${query}`)
        .set(by.auth)
        .set('Accept-Language', lang)
        .expect(200);
      return (body as { items: Flag[] }).items;
    }
    async read(id: string, by = supervisor): Promise<Flag> {
      const { body } = await app.http
        .get(`/api/v1/risk/flags/${id}`)
        .set(by.auth)
        .set('Accept-Language', 'en')
        .expect(200);
      return body as Flag;
    }
  }

  it('has one flag of the programme, which lists every purchase and says of how many of all, in both languages', async () => {
    const story = await new Story().begin();
    const four = [];
    for (let n = 0; n < 4; n++) four.push(await story.buy(SHORT));
    await story.work();
    // Four can be looked at one by one.
    const singles = await story.list('W01');
    expect(singles.map(({ rootCause, partOf }) => [rootCause.type, partOf])).toEqual(
      Array.from({ length: 4 }, () => ['tender', null]),
    );
    await story.buy(SHORT);
    await story.work();
    const [whole, ...others] = await story.list('W01');
    expect(others).toEqual([]);
    expect(whole).toMatchObject({
      state: 'open',
      rootCause: { type: 'programme', id: story.programme },
      subjects: { count: 5 },
    });
    expect(whole?.title).toMatch(/: 5 of 5 purchases of the programme$/);
    expect(whole?.explanation).toMatch(/^The rule finds this of 5 of 5 purchases of this programme/);
    const [chinese] = await story.list('W01', '', supervisor, 'zh');
    expect(chinese?.title).toContain('（本购买计划 5 个采购项目中的 5 个）');
    expect(chinese?.explanation).toMatch(/^本购买计划可判断的 5 个采购项目中，有 5 个如此/);
    expect((await story.read(whole?.id ?? '')).reach).toEqual({ hit: 5, of: 5, within: 'programme' });
    // None is lost: those before are its parts, with their history.
    const parts = await story.list('W01', `&partOf=${whole?.id}`);
    expect(parts.map(({ rootCause }) => rootCause.type)).toEqual(Array.from({ length: 5 }, () => 'tender'));
    for (const { id } of singles) {
      const part = await story.read(id);
      expect(part).toMatchObject({ partOf: whole?.id, state: 'open' });
      expect(part.history.map(({ action }) => action)).toEqual(['opened', 'taken_over']);
    }
    // What had ended before it was recorded waits for nobody.
    expect(await listUnassigned()).toEqual([]);
  });

  it('waits for somebody to take it up once, not again for every purchase', async () => {
    const story = await new Story().begin();
    for (let n = 0; n < 5; n++) await story.buy({ start: '2019-01-01', end: '2019-05-31' });
    await story.work();
    const [whole, ...others] = await story.list('W01');
    expect(others).toEqual([]);
    expect(await story.list('W01', `&partOf=${whole?.id}`)).toHaveLength(5);
    const waiting = (await listUnassigned()).filter((href) => href.includes('/flags/'));
    expect(waiting.filter((href) => href.includes(whole?.id ?? 'none'))).toHaveLength(1);
    for (const { id } of await story.list('W01', `&partOf=${whole?.id}`))
      expect(waiting.filter((href) => href.includes(id))).toEqual([]);
  });

  it('comes back singly when the share falls, and is told once again when it rises', async () => {
    const story = await new Story().begin();
    const tenders = [];
    for (let n = 0; n < 6; n++) tenders.push(await story.buy(SHORT));
    await story.work();
    const [whole] = await story.list('W01');
    const long = [await story.buy(LONG)];
    await story.work();
    // Six of seven are no nine of ten.
    const back = await story.list('W01');
    expect(back.filter(({ rootCause }) => rootCause.type === 'tender').map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, () => 'open'),
    );
    expect(await story.read(whole?.id ?? '')).toMatchObject({ state: 'remedied' });
    for (const { history } of back.filter(({ rootCause }) => rootCause.type === 'tender'))
      expect(history.map(({ action }) => action)).toEqual(['opened', 'taken_over', 'given_back']);
    for (let n = 0; n < 3; n++) tenders.push(await story.buy(SHORT));
    await story.work();
    // Nine of ten.
    const again = await story.list('W01');
    expect(again.map(({ id, state, subjects, title }) => [id, state, subjects.count, title.slice(-36)])).toEqual([
      [whole?.id, 'open', 9, ': 9 of 10 purchases of the programme'],
    ]);
    expect(long).toHaveLength(1);
  });

  it('is told of service lines by G01', async () => {
    const story = await new Story().begin();
    for (let n = 0; n < 5; n++) await story.serve(true);
    await story.work();
    const flags = await story.list('G01');
    expect(flags).toHaveLength(1);
    expect(flags[0]?.title).toMatch(/: 5 of 5 service lines of the programme$/);
    expect(flags[0]?.rootCause).toMatchObject({ type: 'programme', id: story.programme });
    await story.serve(false);
    await story.work();
    expect((await story.list('G01')).filter(({ state }) => state === 'open')).toHaveLength(5);
  });

  it('asks bodies as before: of the programme, and of a single flag that asked before it was taken over', async () => {
    const story = await new Story().begin();
    for (let n = 0; n < 4; n++) await story.buy(SHORT);
    await story.work();
    const officer = await makeUser(app, 'bureau_officer', story.buyer);
    const ask = async (flag: Flag): Promise<void> => {
      await app.http
        .post(`/api/v1/risk/flags/${flag.id}/actions/assign`)
        .set(supervisor.auth)
        .set('If-Match', `"${(await story.read(flag.id)).version}"`)
        .set('Idempotency-Key', randomUUID())
        .send({ askOrganisations: [story.buyer] })
        .expect(200);
    };
    const [single] = await story.list('W01');
    await ask(single as Flag);
    await story.buy(SHORT);
    await story.work();
    const [whole] = await story.list('W01');
    await ask(whole as Flag);
    const own = await story.list('W01', '', officer);
    expect(new Set(own.map(({ id }) => id))).toEqual(new Set([single?.id, whole?.id]));
    expect((await story.read(single?.id ?? '', officer)).partOf).toBe(whole?.id);
  });

  it('stays with what it was asked about while the share falls; what is found later is its next part', async () => {
    const story = await new Story().begin();
    for (let n = 0; n < 5; n++) await story.buy(SHORT);
    await story.work();
    const [first] = await story.list('W01');
    const read = () => story.read(first?.id ?? '');
    await app.http
      .post(`/api/v1/risk/flags/${first?.id}/actions/assign`)
      .set(supervisor.auth)
      .set('If-Match', `"${(await read()).version}"`)
      .set('Idempotency-Key', randomUUID())
      .send({ askOrganisations: [story.buyer] })
      .expect(200);
    const officer = await makeUser(app, 'bureau_officer', story.buyer);
    const seen = await story.read(first?.id ?? '', officer);
    expect(seen).toMatchObject({ reach: { hit: 5, of: 5 }, changedSince: false });
    const asked = await read();
    // Five of six are no nine of ten: nobody is told that what they were asked about was put right.
    await story.buy(LONG);
    await story.work();
    expect(await read()).toMatchObject({ state: asked.state, subjects: { count: 5 }, history: asked.history });
    expect(await story.list('W01')).toHaveLength(1);
    // Its words and figures are held, whatever is found later; who oversees it reads that they are other ones by now.
    expect(await story.read(first?.id ?? '', officer)).toEqual(seen);
    expect(await read()).toMatchObject({ title: asked.title, reach: { hit: 5, of: 6 }, changedSince: true });
    // Ten of eleven: the five that came later are a part of their own, about which nobody was asked.
    for (let n = 0; n < 5; n++) await story.buy(SHORT);
    await story.work();
    const parts = await story.list('W01');
    expect(parts.map(({ rootCause, subjects }) => [rootCause.type, subjects.count])).toEqual([
      ['programme', 5],
      ['programme', 5],
    ]);
    expect(await read()).toMatchObject({ subjects: { count: 5 }, history: asked.history, title: asked.title });
    expect(await story.read(first?.id ?? '', officer)).toEqual(seen);
    expect(parts[1]?.title).toMatch(/: 10 of 11 purchases of the programme$/);
    expect((await story.list('W01', `&partOf=${parts[1]?.id}`)).map(({ state }) => state)).toEqual(
      Array.from({ length: 5 }, () => 'open'),
    );
  });

  it('says of how many it is true by now once somebody opens it again', async () => {
    const story = await new Story().begin();
    for (let n = 0; n < 10; n++) await story.buy(SHORT);
    await story.work();
    const [{ id } = { id: '' }] = await story.list('W01');
    const act = async (action: string) =>
      app.http
        .post(`/api/v1/risk/flags/${id}/actions/${action}`)
        .set(supervisor.auth)
        .set('If-Match', `"${(await story.read(id)).version}"`)
        .send({ reason: '计划如此，已经核实' })
        .expect(200);
    await act('dismiss');
    await story.buy(LONG);
    await story.work();
    expect(await story.read(id)).toMatchObject({ title: expect.stringContaining('10 of 10'), changedSince: true });
    await act('reopen');
    expect(await story.read(id)).toMatchObject({ title: expect.stringContaining('10 of 11'), changedSince: false });
  });

  it('says of how many it is true by now once another body is asked, and asks anew who was told another number', async () => {
    const story = await new Story().begin();
    const supplier = await makeBody(app, { region: '990203', kind: 'agency', dataset: story.world.dataset });
    const tenders = await Promise.all(Array.from({ length: 10 }, () => story.buy(SHORT)));
    const data = { window: SHORT, number: `合同-${randomUUID()}`, supplier: { organisation: supplier } };
    await story.world.facts(tenders[0] ?? '', [{ kind: 'contract', data }]);
    await story.work();
    const [{ id } = { id: '' }] = await story.list('W01');
    const act = async (action: string, body: object, by = supervisor) =>
      app.http
        .post(`/api/v1/risk/flags/${id}/actions/${action}`)
        .set(by.auth)
        .set('If-Match', `"${(await story.read(id)).version}"`)
        .send(body)
        .expect(200);
    const officer = await makeUser(app, 'bureau_officer', story.buyer);
    const manager = await makeUser(app, 'agency_manager', supplier);
    const readReach = async (by: TestAccount) => (await story.read(id, by)).reach;
    await act('assign', { askOrganisations: [story.buyer] });
    await act('respond', { reason: '计划如此' }, officer);
    await act('assign', { dueOn: '2019-04-01' });
    await story.buy(LONG);
    await story.work();
    expect(await readReach(officer)).toEqual({ hit: 10, of: 10, within: 'programme' });
    await act('assign', { askOrganisations: [supplier] });
    expect(await readReach(manager)).toEqual({ hit: 10, of: 11, within: 'programme' });
    expect(await readReach(officer)).toEqual({ hit: 10, of: 11, within: 'programme' });
    const again = await story.read(id);
    expect(again).toMatchObject({ title: expect.stringContaining('10 of 11'), changedSince: false });
    expect(again.asked.map(({ answeredAt }) => answeredAt)).toEqual([null, null]);
    await act('respond', { reason: '计划如此' }, officer);
    // Where nothing of it is another, who has answered has.
    await act('assign', { askOrganisations: [supplier] });
    expect((await story.read(id)).asked.filter(({ answeredAt }) => answeredAt !== null)).toHaveLength(1);
  });

  it('stays as it was decided where one of its purchases is put right and found again on the same facts', async () => {
    const story = await new Story().begin();
    const [first = ''] = await Promise.all(Array.from({ length: 5 }, () => story.buy(SHORT)));
    await story.work();
    const [{ id, version } = { id: '', version: 0 }] = await story.list('W01');
    await app.http
      .post(`/api/v1/risk/flags/${id}/actions/dismiss`)
      .set(supervisor.auth)
      .set('If-Match', `"${version}"`)
      .send({ reason: '计划如此，已经核实' })
      .expect(200);
    const decided = await story.read(id);
    await story.move(first, LONG, 1);
    await story.work();
    expect(await story.read(id)).toMatchObject({ state: 'dismissed', subjects: { count: 4 } });
    await story.move(first, SHORT, 2);
    await story.work();
    const [again, ...others] = await story.list('W01');
    expect(others).toEqual([]);
    expect(again).toMatchObject({ id, state: 'dismissed', subjects: { count: 5 }, history: decided.history });
    expect(await story.list('W01', `&partOf=${id}`)).toHaveLength(5);
    // So it does where the version of the rule that finds it again reads more, and where it was of the next part in between.
    await story.move(first, LONG, 3);
    await story.work();
    const rule = findIndicator('W01') as NonNullable<ReturnType<typeof findIndicator>>;
    const { version: former, uses } = rule;
    Object.assign(rule, { version: former + 1, uses: [...uses, 'subject'] });
    try {
      await story.move(first, SHORT, 4);
      await story.work();
      expect((await story.list('W01')).map((flag) => [flag.id, flag.state, flag.subjects.count])).toEqual([
        [id, 'dismissed', 5],
      ]);
      await story.move(first, LONG, 5);
      await story.work();
      await story.move(first, { start: '2018-01-01', end: '2018-05-20' }, 6);
      await story.work();
      const say = async () =>
        (await story.list('W01')).map(({ state, subjects }) => `${state} ${subjects.count}`).sort();
      expect(await say()).toEqual(['dismissed 4', 'open 1']);
      await story.move(first, SHORT, 7);
      await story.work();
      expect(await say()).toEqual(['cleared 1', 'dismissed 5']);
    } finally {
      Object.assign(rule, { version: former, uses });
    }
  });

  it('speaks in the words of a new version of its rule, though no fact has changed', async () => {
    const story = await new Story().begin();
    for (let n = 0; n < 5; n++) await story.buy(SHORT);
    await story.work();
    const [before] = await story.list('W01');
    const rule = findIndicator('W01') as NonNullable<ReturnType<typeof findIndicator>>;
    const { version, title } = rule;
    Object.assign(rule, { version: version + 1, title: { en: 'A new name', zh: '新名称' } });
    try {
      await story.world.reassess();
    } finally {
      Object.assign(rule, { version, title });
    }
    const after = await story.read(before?.id ?? '');
    expect(after.title).toBe('A new name: 5 of 5 purchases of the programme');
    // New words alone are no change that a reader's If-Match should trip over, and no step of its history.
    expect(after.version).toBe(before?.version);
    expect(after.history.map(({ action }) => action)).toEqual(['opened']);
  });

  it('has the same flags in whatever order purchases are recorded, changed and looked at', async () => {
    const kinds = fc.array(fc.constantFrom('short', 'long', 'lengthened', 'shortened', 'unknown'), {
      minLength: 6,
      maxLength: 10,
    });
    // A programme where all are short is always among them, and one at the very share.
    const examples: [string[], number, number][] = [
      [['short', 'shortened', 'short', 'short', 'short', 'unknown'], 1, 2],
      [[...Array.from({ length: 9 }, () => 'short'), 'lengthened'], 3, 4],
    ];
    await fc.assert(
      fc.asyncProperty(kinds, fc.integer(), fc.integer(), async (given, one, two) => {
        const [first, second] = [await play(given, one), await play(given, two)];
        expect(second).toEqual(first);
        const hit = given.filter((kind) => kind === 'short' || kind === 'shortened').length;
        const of = given.filter((kind) => kind !== 'unknown').length;
        const isWhole = of >= 5 && hit >= 0.9 * of;
        expect(first.filter(({ type }) => type === 'programme')).toHaveLength(isWhole ? 1 : 0);
        expect(first.filter(({ type, alone }) => type === 'tender' && alone)).toHaveLength(isWhole ? 0 : hit);
        expect(first.filter(({ type, alone }) => type === 'tender' && !alone)).toHaveLength(isWhole ? hit : 0);
      }),
      { numRuns: scaleRounds(6), examples, endOnFailure: true },
    );
  }, 300_000);

  /** Records the purchases in an order, with jobs in between; answers the flags that stand. */
  async function play(kinds: readonly string[], order: number) {
    const story = await new Story().begin();
    const rank = (n: number): number => Math.sin(order + 7 * n);
    const names = new Map<string, string>();
    const events = kinds
      .map((kind, n) => async (): Promise<void> => {
        const before = kind === 'unknown' ? null : kind === 'short' || kind === 'lengthened' ? SHORT : LONG;
        const tender = await story.buy(before);
        names.set(tender, `${n} ${kind}`);
        if (rank(n + 31) > 0) await story.work();
        if (kind === 'lengthened') await story.move(tender, LONG);
        if (kind === 'shortened') await story.move(tender, SHORT);
      })
      .map((event, n) => ({ event, n }))
      .sort((a, b) => rank(a.n) - rank(b.n));
    for (const { event, n } of events) {
      await event();
      if (rank(n + 57) > 0) await story.work();
    }
    await story.work();
    const stored = await story.world.flags('W01');
    expect((await story.world.reassess()).changed).toBe(0);
    const listStanding = (flags: typeof stored) =>
      flags
        .filter(({ active }) => active > 0)
        .map(({ root_type: type, root_id: id, part_of: whole, state, active, hits, judged }) => ({
          type,
          name: names.get(id) ?? 'programme',
          alone: whole === null,
          ...{ state, active, hits, judged },
        }))
        .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
    expect(listStanding(await story.world.flags('W01'))).toEqual(listStanding(stored));
    return listStanding(stored);
  }
});
