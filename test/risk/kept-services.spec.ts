import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CEILING, plantLot } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const DATASET = 'import:kept-services';
const YEARS = [2021, 2022, 2023];
const SERVICES = 4;
const RULES = ['N02', 'N05', 'N06', 'N08', 'N11'];

interface Answer {
  indicator: string;
  state: string;
  reason: { code?: string; missing?: string[] } | null;
  pValue: string | null;
  explanation: string;
  subject: { label: string };
}

describe('a bureau that buys four services of three agencies in one order every November', () => {
  let app: TestApp;
  let world: RiskWorld;
  let supervisor: TestAccount;
  const lines: string[] = [];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
    world = new RiskWorld(app, DATASET);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    for (let n = 0; n < SERVICES; n++) lines.push(await world.line({ since: '2021-01-01', name: `示例服务线 ${n}` }));
    await plantYears(['甲社', '乙社', '丙社'], []);
    await plantYears(['丁社', '戊社', '己社'], lines);
    await world.touchTogether(await world.dirty());
    await world.screen();
  });
  afterAll(() => app.close());

  /** The same agency keeps each service; the first keeps two. */
  async function plantYears(names: readonly string[], lines: readonly string[]): Promise<void> {
    const buyer = await makeBody(app, { region: '990203', dataset: DATASET });
    const agencies = await Promise.all(names.map((name) => world.body(name)));
    for (const year of YEARS)
      for (let service = 0; service < SERVICES; service++)
        await plantLot(
          world,
          buyer,
          `${year}-11-${String(3 + 2 * service).padStart(2, '0')}`,
          agencies.map((bidder, i) => {
            const won = i === service % agencies.length;
            return { bidder, won, price: won ? '190000.00' : CEILING };
          }),
          { line: lines[service] },
        );
  }

  /** What the rules that ask who wins say of a group of agencies. */
  async function answersAbout(agency: string): Promise<Answer[]> {
    const answers = await Promise.all(
      RULES.map(async (indicator) => {
        const { body } = await app.http
          .get(`/api/v1/risk/assessments?dataset=${DATASET}&limit=200&indicator=${indicator}`)
          .set(supervisor.auth)
          .set('Accept-Language', 'zh')
          .expect(200);
        return (body as { items: Answer[] }).items;
      }),
    );
    return answers.flat().filter(({ subject }) => subject.label.includes(agency));
  }

  it('is told that nobody said which service a lot is for, where nobody did, and no agency is named for keeping one', async () => {
    const answers = await answersAbout('甲社');
    expect(answers.filter(({ state }) => state === 'triggered')).toEqual([]);
    const order = answers.filter(({ indicator }) => indicator === 'N02');
    expect(order.length).toBeGreaterThan(0);
    for (const { state, reason, explanation } of order) {
      expect([state, reason]).toEqual(['insufficient_data', { missing: ['serviceLines'] }]);
      expect(explanation).toContain('服务线');
    }
  });

  it('is judged where its lots say it: all awards are read, and to keep a service is no turn', async () => {
    const answers = await answersAbout('丁社');
    expect(answers.filter(({ state }) => state === 'triggered')).toEqual([]);
    const order = answers.filter(({ indicator }) => indicator === 'N02');
    expect(order.length).toBeGreaterThan(0);
    for (const { reason } of order) expect(reason?.missing).toBeUndefined();
    expect(order.some(({ pValue }) => pValue !== null)).toBe(true);
  });
  it('is looked at anew where a line gets another name: as a pass over everything finds it', async () => {
    await world.change('service_line', lines[0] ?? '', 'name', '示例服务线（更名）');
    await world.touchTogether(await world.dirty());
    const stored = await world.stored();
    expect((await world.reassess()).changed).toBe(0);
    expect(await world.stored()).toEqual(stored);
  });
});
