import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownSteps } from '../support/own-tasks.js';
import { RiskWorld } from '../support/risk-world.js';
import { startContracting } from '../support/started.js';

interface Due {
  rule: string;
  event: string;
  from: { event: string; on: string };
  date: string | null;
  state: string;
  doneOn: string | null;
  amendment: string | null;
  payment: string | null;
}

/** Caibanku [2023] 243: what is changed of a contract is published within two working days. */
describe('the publication of an amendment', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const dues = async (contract: Contracting) =>
    ((await contract.read()).deadlines as unknown as Due[]).filter(({ event }) => event === 'change_published');
  const tasks = async (contract: Contracting) => {
    const { body } = await app.http.get('/api/v1/me/tasks?kind=deadline&limit=200').set(parties.bureau.officer.auth);
    return (body as { items: { dueOn: string; overdue: boolean; subject: { id: string } }[] }).items
      .filter(({ subject, dueOn }) => subject.id === contract.id && dueOn !== '2025-12-31')
      .map(({ dueOn, overdue }) => [dueOn, overdue]);
  };
  const judged = async (contract: Contracting) => {
    const [row] = await app.dataSource.query<{ state: string; evidence: unknown }[]>(
      `SELECT state, evidence FROM assessments WHERE indicator = 'W06' AND subject_id = $1`,
      [contract.id],
    );
    return [row?.state, JSON.stringify(row?.evidence ?? null).includes('CONTRACT-CHANGE-2WD')];
  };

  it('is due within two working days of each, a task until it is, and judged where it is late', async () => {
    await at('2025-12-22');
    const world = new RiskWorld(app, 'live');
    const contract = await Contracting.signed(app, parties);
    await contract.must('publish', {});
    await contract.must('file', {});
    expect(await dues(contract)).toEqual([]);
    // What only one side has signed has changed nothing.
    const proposed = await contract.propose({ content: { requirement: '增加夜间巡访' } });
    expect([proposed.status, await dues(contract)]).toEqual([200, []]);
    const [first, second] = [
      await contract.amended({ content: { requirement: '增加日间巡访' } }),
      await contract.amended({ content: { window: { start: '2026-01-01', end: '2026-12-30' } } }),
    ].map(({ here }) => here.amendments.at(-1)?.id);
    const due = (amendment: string | undefined, state: string, doneOn: string | null = null) =>
      expect.objectContaining({
        rule: 'CONTRACT-CHANGE-2WD',
        from: { event: 'contract_changed', on: '2025-12-22' },
        date: '2025-12-24',
        state,
        doneOn,
        amendment,
        payment: null,
      });
    expect(await dues(contract)).toEqual([due(first, 'due'), due(second, 'due')]);
    await world.settle();
    expect(await tasks(contract)).toEqual([
      ['2025-12-24', false],
      ['2025-12-24', false],
    ]);
    await at('2025-12-24');
    const step = `contracts/${contract.id}/actions/publish-amendment`;
    const { officer, approver } = parties.bureau;
    expect(await ownSteps(app, officer, 'deadline', contract.id)).toEqual([step, step]);
    expect(await ownSteps(app, approver, 'deadline', contract.id)).toEqual([null, null]);
    await contract.must('publish-amendment', { amendment: first });
    expect(await dues(contract)).toEqual([due(first, 'met', '2025-12-24'), due(second, 'due')]);
    await world.settle();
    expect([await tasks(contract), (await judged(contract))[0]]).toEqual([[['2025-12-24', false]], 'clear']);

    await at('2025-12-25');
    await world.settle();
    expect([await tasks(contract), await judged(contract)]).toEqual([[['2025-12-24', true]], ['triggered', true]]);
    expect(await dues(contract)).toEqual([due(first, 'met', '2025-12-24'), due(second, 'missed')]);
    // A maximum of time refuses nothing: it is published late, and stays late.
    await contract.must('publish-amendment', { amendment: second });
    await world.settle();
    expect([await tasks(contract), await judged(contract)]).toEqual([[], ['triggered', true]]);
    expect(await dues(contract)).toEqual([due(first, 'met', '2025-12-24'), due(second, 'missed', '2025-12-25')]);
    // Who is no party hears of the contract, and nothing of what became of it between them.
    const { body } = await app.http.get(`/api/v1/contracts/${contract.id}`).expect(200);
    expect((body as { deadlines: Due[] }).deadlines.filter(({ event }) => event === 'change_published')).toEqual([]);
  });

  it('makes it public: until then everybody is shown the contract as its notice says it', async () => {
    await at('2025-12-26');
    const contract = await Contracting.signed(app, parties);
    await contract.must('publish', {});
    const { tender } = (await contract.read()) as unknown as { tender: string };
    const { ocid } = (await app.http.get(`/api/v1/tenders/${tender}`).expect(200)).body as { ocid: string };
    type Shown = {
      amount: string;
      supplements: string;
      window: { start: string; end: string };
      amendments?: { no: number; supplement: string | null; publishedOn: string }[];
    };
    const toLine = ({ amount, supplements, window }: Shown) => [amount, supplements, window.end];
    const read = async (auth: Record<string, string> = {}) => {
      const { body: one } = await app.http.get(`/api/v1/contracts/${contract.id}`).set(auth).expect(200);
      const { body: list } = await app.http.get(`/api/v1/contracts?tender=${tender}`).set(auth).expect(200);
      expect((list as { items: Shown[] }).items.map(toLine)).toEqual([toLine(one as Shown)]);
      return [
        ...toLine(one as Shown),
        (one as Required<Shown>).amendments.map(({ no, supplement }) => [no, supplement]),
      ];
    };
    const released = async () => {
      const { body } = await app.http.get(`/api/v1/ocds/releases/${ocid}`).expect(200);
      const [release] = (body as { releases: { tag: string[]; contracts: Record<string, never>[] }[] }).releases;
      const [said] = (release?.contracts ?? []) as unknown as {
        value: { amount: number };
        period: { endDate: string };
        amendments?: { id: string; date: string }[];
      }[];
      return [
        said?.value.amount,
        said?.period.endDate.slice(0, 10),
        said?.amendments?.length ?? 0,
        release?.tag.includes('contractAmendment'),
      ];
    };
    const party = parties.bureau.officer.auth;
    const first = ['180000.00', '0.00', '2026-12-31', []];
    expect([await read(), await read(party), await released()]).toEqual([
      first,
      first,
      [180000, '2026-12-31', 0, false],
    ]);

    const window = { start: '2026-01-01', end: '2026-12-30' };
    const shorter = (await contract.amended({ content: { window } })).here.amendments.at(-1)?.id;
    const more = (await contract.amended({ reasonCode: 'supplement', supplement: '9000.00' })).here.amendments.at(
      -1,
    )?.id;
    const agreed = ['180000.00', '9000.00', '2026-12-30', []];
    expect([await read(), await read(party), await released()]).toEqual([
      first,
      agreed,
      [180000, '2026-12-31', 0, false],
    ]);

    await contract.must('publish-amendment', { amendment: more });
    const told = ['180000.00', '9000.00', '2026-12-31', [[2, '9000.00']]];
    expect([await read(), await released()]).toEqual([told, [189000, '2026-12-31', 1, true]]);
    expect(await read(party)).toEqual(['180000.00', '9000.00', '2026-12-30', [[2, '9000.00']]]);

    await contract.must('publish-amendment', { amendment: shorter });
    const whole = [
      '180000.00',
      '9000.00',
      '2026-12-30',
      [
        [1, null],
        [2, '9000.00'],
      ],
    ];
    expect([await read(), await read(party), await released()]).toEqual([
      whole,
      whole,
      [189000, '2026-12-30', 2, true],
    ]);
  });

  it('was not asked for before the rule', async () => {
    await at('2025-12-25');
    const contract = await Contracting.signed(app, parties);
    await contract.amended({ content: { requirement: '增加日间巡访' } });
    expect(await dues(contract)).toHaveLength(1);
    await app.dataSource.query(`UPDATE contract_amendment SET in_force_on = '2023-12-14' WHERE contract_id = $1`, [
      contract.id,
    ]);
    expect(await dues(contract)).toEqual([]);
  });
});
