import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { recordMarket } from '../support/recorded-markets.js';
import { drawFrameworkMarket, drawRingMarket } from '../support/ring-markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const DATASET = 'import:states';
const SEED = 'a7'.repeat(32);

interface Answer {
  indicator: string;
  subject: { type: string; label: string };
  state: string;
  pValue: string | null;
  reason: { code?: string; missing?: string[] } | null;
  evidence: { record: string; field: string; value: string }[];
}

/** Groups of the market of rings as a label joins their names, pairs of a buyer and a firm, and a group of the market of frameworks. */
const ring = (name: string): string => [0, 1, 2].map((n) => `甲${name}${n}`).join('、');
const REGULARS = '甲F000、甲F001、甲F002';
const BYSTANDERS = '甲bystander0、甲bystander1';
const FRAMEWORK = '乙F000、乙F001、乙F002';

const fewLots = { code: 'too_few_lots' };
const fewReference = { code: 'too_few_reference_lots' };
const noPower = { code: 'no_power' };
const fixedPrice = { code: 'fixed_price' };

/** What each rule says of whom, and why where it says nothing. */
const STATES: readonly [rule: string, state: string, label: string, reason?: object][] = [
  ['N01', 'triggered', ring('covers')],
  ['N01', 'clear', REGULARS],
  ['N01', 'insufficient_data', ring('friends'), fewLots],
  ['N01', 'not_applicable', FRAMEWORK, fixedPrice],
  ['N02', 'triggered', ring('places')],
  ['N02', 'insufficient_data', BYSTANDERS, fewLots],
  ['N02', 'not_applicable', ring('favourite'), { code: 'one_winner' }],
  ['N02', 'not_applicable', FRAMEWORK, { code: 'several_winners' }],
  ['N03', 'clear', ring('covers')],
  ['N04', 'clear', ring('covers')],
  ['N05', 'triggered', ring('favourite')],
  ['N05', 'clear', REGULARS],
  ['N05', 'insufficient_data', BYSTANDERS, fewReference],
  ['N05', 'not_applicable', FRAMEWORK, { code: 'several_winners' }],
  ['N06', 'triggered', ring('places')],
  ['N06', 'clear', ring('covers')],
  ['N06', 'insufficient_data', BYSTANDERS, fewLots],
  ['N06', 'not_applicable', ring('favourite'), { code: 'one_winner' }],
  ['N07', 'triggered', '甲friends0、甲friends1'],
  ['N07', 'clear', BYSTANDERS],
  ['N07', 'insufficient_data', '甲friends0、甲places0', noPower],
  ['N08', 'triggered', '甲B7、甲favourite0'],
  ['N08', 'insufficient_data', '甲B8、甲left', fewLots],
  ['N11', 'triggered', ring('favourite')],
  ['N11', 'clear', ring('covers')],
  ['N11', 'insufficient_data', BYSTANDERS, fewReference],
  ['N13', 'triggered', '甲B8、甲left'],
  ['N13', 'clear', '甲B7'],
  ['N13', 'insufficient_data', '甲B9', { missing: ['status'] }],
  ['N14', 'triggered', ring('favourite')],
  ['N14', 'clear', REGULARS],
  ['N14', 'insufficient_data', ring('friends'), fewLots],
  ['N14', 'not_applicable', FRAMEWORK, fixedPrice],
  ['N15', 'triggered', ring('places')],
  ['N15', 'clear', ring('covers')],
  ['N15', 'insufficient_data', ring('friends'), fewLots],
  ['N15', 'not_applicable', FRAMEWORK, fixedPrice],
  ['N16', 'triggered', ring('places')],
  ['N16', 'clear', ring('covers')],
  ['N16', 'insufficient_data', '甲F005、甲F012', fewLots],
  ['N16', 'not_applicable', FRAMEWORK, fixedPrice],
];
const RULES = [...new Set(STATES.map(([rule]) => rule))];

/**
 * Every rule over many lots, in each state that it can have, by purchases that were recorded.
 * Of states that are not here:
 * - N03 and N04 are figures, which neither trigger nor wait for a screening: they are `clear` of whatever group there is. N03 says
 *   `insufficient_data` of a market in which more than 5 000 sets of firms meet (`candidate-groups.spec.ts`, `group.rules.spec.ts`);
 *   N04 says it of nothing.
 * - N07, N08, N11 and N13 are never `not_applicable`. What they ask (who withdraws, wins, is scored, is rejected) may be asked of any
 *   lot, whatever its prices and however many it takes; a lot of which it is not known is missing data.
 */
describe('the states of rules over many lots', () => {
  let app: TestApp;
  let world: RiskWorld;
  let supervisor: TestAccount;
  let before: readonly Answer[] = [];
  let after: readonly Answer[] = [];

  const list = async <T>(path: string): Promise<T[]> => {
    const { body } = await app.http.get(`/api/v1/risk/${path}`).set(supervisor.auth).expect(200);
    return (body as { items: T[] }).items;
  };
  const readAnswers = async (): Promise<Answer[]> => {
    const lists = RULES.map((rule) => list<Answer>(`assessments?dataset=${DATASET}&limit=200&indicator=${rule}`));
    return (await Promise.all(lists)).flat();
  };
  const find = (answers: readonly Answer[], rule: string, label: string): Answer | undefined =>
    answers.find(({ indicator, subject }) => indicator === rule && subject.label === label);

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2026-03-01');
    world = new RiskWorld(app, DATASET);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    await recordMarket(world, drawRingMarket(SEED), { region: '990203', called: '甲' });
    await recordMarket(world, drawFrameworkMarket(SEED), { region: '990204', called: '乙' });
    await world.touchTogether(await world.dirty());
    before = await readAnswers();
    await world.screen();
    after = await readAnswers();
  });
  afterAll(() => app.close());

  it.each(STATES.map(([rule, state, label, reason = null]) => ({ rule, state, label, reason })))(
    '$rule is $state of $label',
    ({ rule, state, label, reason }) => {
      const found = find(after, rule, label);
      expect(found).toMatchObject({ state, reason });
    },
  );

  it('N08 is clear of firms that win with a buyer as they do elsewhere', () => {
    const states = after.filter(({ indicator }) => indicator === 'N08').map(({ state, pValue }) => [state, pValue]);
    expect(states.filter(([state, p]) => state === 'clear' && Number(p) > 0.01).length).toBeGreaterThan(0);
  });

  it('is insufficient data until a screening, of everything that it then finds', () => {
    const found = after.filter(({ state }) => state === 'triggered');
    expect(new Set(found.map(({ indicator }) => indicator)).size).toBe(RULES.length - 2);
    for (const { indicator, subject, pValue } of found)
      expect(find(before, indicator, subject.label)).toMatchObject({
        ...{ state: 'insufficient_data', reason: { code: 'not_screened' }, pValue },
      });
    for (const rule of ['N03', 'N04']) expect(find(before, rule, ring('covers'))?.state).toBe('clear');
  });

  it('names nobody but those who planned it', async () => {
    const found = after.filter(({ state }) => state === 'triggered');
    expect(found.filter(({ subject }) => /F\d/.test(subject.label))).toEqual([]);
    const flags = await list<{ indicator: string; state: string; rootCause: { label: string } }>(
      `flags?dataset=${DATASET}&limit=200`,
    );
    const name = (rule: string, label: string): string => `${rule} ${label}`;
    const opened = flags.filter(({ indicator }) => RULES.includes(indicator));
    expect(opened.map(({ indicator, rootCause }) => name(indicator, rootCause.label)).sort()).toEqual(
      found.map(({ indicator, subject }) => name(indicator, subject.label)).sort(),
    );
  });
});
