import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DemonstrationLoader } from '../../src/demonstration/demonstration-loader.js';
import { fictionDataset } from '../../src/demonstration/fiction/fiction-dataset.js';
import { tenderId } from '../../src/demonstration/fiction/fiction-ids.js';
import { FICTION_PRACTICE } from '../../src/demonstration/fiction/fiction-neighbours.js';
import { FICTION_GROUPS } from '../../src/demonstration/fiction/fiction-regulars.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';

/** The indicators that speak of what is done under contracts and what comes after them, S06 in its four parts. */
const INDICATORS = [
  ...['W04', 'W05', 'W07', 'G05', 'G06', 'S01', 'S02', 'S03', 'S04', 'S06A', 'S06C', 'S06D'],
  ...['S07', 'S08', 'S09', 'S10', 'S11', 'S12', 'S13'],
];

/** Those that are figures and open no case. */
const FIGURES = ['S05', 'S06B'];

interface Assessment {
  indicator: string;
  subject: { type: string; id: string };
  state: string;
  evidence?: { record: string; field: string; value: string }[];
}
interface Flag {
  id: string;
  indicator: string;
  state: string;
  subjects: { count: number; first: { type: string; id: string }[] };
}

/** What a supervisor reads of the invented market. */
describe('the neighbours of the invented market', () => {
  let app: TestApp;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    await app.running.app.get(DemonstrationLoader).dataset(fictionDataset());
    await app.running.app.get(Reassessment).reassessAll();
    await app.running.app.get(Reassessment).screenMarkets();
  });
  afterAll(() => app.close());

  async function all<T>(address: string): Promise<T[]> {
    const items: T[] = [];
    for (let next: string | null = address; next !== null;) {
      const { body } = await app.http.get(next).set(supervisor.auth).expect(200);
      const page = body as { items: T[]; next: string | null };
      items.push(...page.items);
      next = page.next;
    }
    return items;
  }
  const assessed = (indicator: string): Promise<Assessment[]> =>
    all(`/api/v1/risk/assessments?dataset=fiction&limit=200&indicator=${indicator}`);
  const flagged = (indicator: string): Promise<Flag[]> =>
    all(`/api/v1/risk/flags?dataset=fiction&limit=200&indicator=${indicator}`);
  const named = ({ type, id }: Assessment['subject']): string => `${type}:${id}`;
  const cases = (indicator: string, expected: 'triggered' | 'clear'): string[] =>
    FICTION_PRACTICE.filter((one) => one.indicator === indicator && one.expected === expected).map(
      ({ subject: type, id }) => named({ type, id }),
    );

  const holds = async (indicator: string): Promise<void> => {
    const [found, honest] = [cases(indicator, 'triggered'), cases(indicator, 'clear')];
    expect([found.length, honest.length]).toEqual([1, 1]);
    const states = await assessed(indicator);
    const inState = (state: string) => states.filter((one) => one.state === state).map(({ subject }) => named(subject));
    expect(inState('triggered')).toEqual(found);
    expect(inState('clear')).toEqual(expect.arrayContaining(honest));
    const flags = (await flagged(indicator)).filter(({ state }) => state === 'open');
    expect(flags.map(({ subjects }) => subjects.first.map(named))).toEqual([found]);
  };

  it.each(INDICATORS)('%s is found once, opens one case, and its neighbour is clear', holds);

  it.each(FIGURES)('%s is a figure: clear of what is far apart, and no case', async (indicator) => {
    expect(cases(indicator, 'triggered')).toEqual([]);
    const states = await assessed(indicator);
    expect(states.filter(({ state }) => state === 'triggered')).toEqual([]);
    const clear = states.filter(({ state }) => state === 'clear').map(({ subject }) => named(subject));
    expect(clear).toEqual(expect.arrayContaining(cases(indicator, 'clear')));
    expect(await flagged(indicator)).toEqual([]);
  });

  it('four agencies that win in turn are found as one group, and the same four that compete elsewhere are clear', async () => {
    const lotsOf = async (calls: readonly string[]): Promise<string[]> => {
      const tenders = await Promise.all(
        calls.map((key) =>
          app.http
            .get(`/api/v1/tenders/${tenderId(key)}`)
            .set(supervisor.auth)
            .expect(200),
        ),
      );
      return tenders.flatMap(({ body }) => (body as { lots: { id: string }[] }).lots.map(({ id }) => `lot:${id}`));
    };
    const judged = await assessed('N02');
    for (const { expected, calls } of FICTION_GROUPS) {
      const lots = await lotsOf(calls);
      const found = judged.filter(({ state }) => state === expected);
      expect({ expected, found: found.length }).toEqual({ expected, found: 1 });
      const [{ evidence = [], subject } = {}] = found;
      expect(subject?.type).toBe('bidder_group');
      expect(evidence).toContainEqual(expect.objectContaining({ field: 'awards', value: String(calls.length) }));
      // What a finding rests on is named lot by lot; of what is clear there is nothing to look at.
      const named = new Set(evidence.map(({ record }) => record).filter((record) => record.startsWith('lot:')));
      expect([...named].sort()).toEqual(expected === 'triggered' ? lots.sort() : []);
    }
    expect((await flagged('N02')).map(({ state, subjects }) => [state, subjects.count])).toEqual([['open', 1]]);
  });

  it('every case of the table is of one of these, but the cliff that comes with what is too late to buy', () => {
    const known = [...INDICATORS, ...FIGURES];
    const others = FICTION_PRACTICE.filter(({ indicator }) => !known.includes(indicator));
    expect(others.map(({ indicator, expected }) => [indicator, expected])).toEqual([['G02', 'triggered']]);
  });

  it('nothing else in this market is a finding', async () => {
    const triggered = await all<Assessment>('/api/v1/risk/assessments?dataset=fiction&limit=200&state=triggered');
    const practice = triggered.filter(({ indicator }) => !/^[CN]/.test(indicator));
    expect(practice.map(({ indicator, subject }) => `${indicator} ${named(subject)}`).sort()).toEqual(
      FICTION_PRACTICE.filter(({ expected }) => expected === 'triggered')
        .map(({ indicator, subject: type, id }) => `${indicator} ${named({ type, id })}`)
        .sort(),
    );
    expect(triggered.filter(({ indicator }) => indicator.startsWith('N'))).toHaveLength(1);
    expect(triggered.filter(({ indicator }) => indicator.startsWith('C'))).toHaveLength(5);
  });

  it('a market that has ended says the same five years later', async () => {
    await setBusinessTime(app, '2031-03-03T09:00:00+08:00');
    await app.running.app.get(Reassessment).reassessAll();
    for (const indicator of INDICATORS) await holds(indicator);
  });
});
