import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contractLifecycle } from '../../src/purchase/contracts/contract.lifecycle.js';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { BROKEN, SPOKEN_OF } from '../properties/invariants.js';
import { Contracting, type ContractBody, type Parties } from '../support/contracts.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';
import { startContracting } from '../support/started.js';

let app: TestApp;
let parties: Parties;
beforeAll(async () => {
  ({ app, parties } = await startContracting());
});
afterAll(() => app.close());

const ROUNDS = scaleRounds(50);
const rounds = Array.from({ length: ROUNDS }, (_, i) => i);
const stateOf = async (contract: Contracting): Promise<string> => (await contract.read()).state;
const signatures = async (contract: Contracting): Promise<number> => {
  const [row] = await app.dataSource.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM contract_signature WHERE contract_id = $1 AND withdrawn_at IS NULL`,
    [contract.id],
  );
  return row?.n ?? 0;
};

describe('at the same moment', () => {
  it(`the last signature and a halt, ${ROUNDS} rounds: one wins, nothing is lost`, async () => {
    const race = new Race('halt against rescission of a signed contract');
    for (const round of rounds) {
      const contract = await Contracting.drafted(app, parties);
      await contract.sign(parties.manager);
      const { version, here } = await contract.read();
      const [sign, halt] = await Promise.all([
        contract.post('actions/sign', { hash: here.contentHash }, parties.bureau.approver, version),
        contract.post('actions/halt', { reason: '质疑', ground: 'force_majeure' }, parties.bureau.officer, version),
      ]);
      expect([round, sign.status, [409, 412].includes(halt.status)]).toEqual([round, 200, true]);
      expect([await stateOf(contract), await signatures(contract)]).toEqual(['signed', 2]);
      const judgment = { reason: '判决', ground: 'court_judgment', reference: '1号' };
      const decidedOn = await contract.dayAhead(0);
      const after = (await contract.must('propose-rescission', { ...judgment, decidedOn })).version;
      const until = await contract.dayAhead(30);
      const challenge = { reason: '质疑', ground: 'challenge', reference: '质疑函1号', until };
      // Once it is signed, a halt and a rescission meet: one of them is what happened.
      const [halted, rescinded] = await Promise.all([
        contract.post('actions/halt', challenge, parties.bureau.officer, after),
        contract.post('actions/rescind', {}, parties.bureau.approver, after),
      ]);
      expect([halted.status, rescinded.status].sort()).toEqual([200, 412]);
      expect(await stateOf(contract)).toBe(halted.status === 200 ? 'halted' : 'rescinded');
      race.saw(halted.status === 200 ? 'halted' : 'rescinded');
    }
    race.told();
  });

  it('two drafts of one award: there is one', async () => {
    const race = new Race('two active contracts on one award');
    for (const round of rounds) {
      const { award } = await Contracting.awarded(app, parties);
      const draft = () => app.http.post('/api/v1/contracts').set(parties.bureau.officer.auth).send({ award });
      const both = await Promise.all([draft(), draft()]);
      expect([round, both.map((a) => a.status).sort()]).toEqual([round, [201, 409]]);
      race.saw('one draft, one conflict');
    }
    race.told();
  });

  it('two supplements of six percent: one is in force, never twelve', async () => {
    const contract = await Contracting.signed(app, parties);
    for (const no of [1, 2]) {
      const proposed = await contract.propose({
        reasonCode: 'supplement',
        supplement: '10800.00',
        reason: `第${no}次`,
      });
      expect(proposed.status).toBe(200);
    }
    const { here } = await contract.read();
    const words = here.amendments.map((a) => ({ amendment: a.id, hash: a.hash }));
    for (const word of words) await contract.must('amend', word, parties.manager);
    const sign = (word: object, version: number) =>
      contract.post('actions/amend', word, parties.bureau.approver, version);
    const { version } = await contract.read();
    const both = await Promise.all(words.map((word) => sign(word, version)));
    expect(both.map((a) => a.status).sort()).toEqual([200, 412]);
    const late = words[both.findIndex((a) => a.status === 412)] ?? {};
    const refused = await sign(late, version + 1);
    expect([refused.status, refused.body.code]).toEqual([422, 'supplement_too_high']);
    expect((await contract.read()).here.supplements).toBe('10800.00');
    // What is left of the ten percent may still be agreed.
    const last = await contract.amended({ reasonCode: 'supplement', supplement: '7200.00' });
    expect(last.here.supplements).toBe('18000.00');
  });
});

/** What the model sends: every action of the table, by either party or a stranger to it, good or bad. */
interface Step {
  action: string;
  by: 'officer' | 'approver' | 'manager';
  ground: string;
  right: boolean;
}
/** What a round of acceptance does to its contract nobody asks of the contract itself. */
const ACTIONS = contractLifecycle.transitions.map((t) => t.action).filter((action) => !/_acceptance$/.test(action));
const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom(...new Set<string>(ACTIONS)),
  by: fc.constantFrom('officer', 'approver', 'manager'),
  ground: fc.constantFrom(
    'challenge',
    'force_majeure',
    'breach',
    'court_judgment',
    'complaint_decision',
    'mutual_agreement',
  ),
  right: fc.boolean(),
});
/** Who may do it, by hand: the buyer's officer, the buyer's approver, the agency's manager. */
const WHO: Record<string, readonly Step['by'][]> = {
  'contract.manage': ['officer'],
  'contract.approve': ['approver'],
  'contract.sign': ['approver', 'manager'],
  'contract.deliver': ['manager'],
};

const of = (action: string, by: Step['by'], right = true): Step => ({ action, by, ground: 'challenge', right });
/** The usual way, with a refusal of each kind: what is drawn comes beside it. */
const USUAL: Step[] = [
  of('sign', 'manager', false),
  of('sign', 'manager'),
  of('sign', 'officer'),
  of('sign', 'approver'),
  of('sign', 'approver'),
  of('file', 'officer'),
  of('ask_team_change', 'manager'),
  of('refuse_team_change', 'officer'),
  of('propose_amendment', 'officer'),
  of('amend', 'manager'),
  of('amend', 'approver'),
  of('halt', 'officer'),
  of('resume', 'officer'),
];

describe('whatever is asked of a contract, in whatever order', () => {
  const rowsOf = async (id: string): Promise<{ audit: number; outbox: number }> => {
    const [row] = await app.dataSource.query<{ audit: number; outbox: number }[]>(
      `SELECT (SELECT count(*)::int FROM audit_entry WHERE aggregate_type = 'contract' AND aggregate_id = $1) AS audit,
         (SELECT count(*)::int FROM outbox WHERE aggregate_type = 'contract' AND aggregate_id = $1) AS outbox`,
      [id],
    );
    return row ?? { audit: 0, outbox: 0 };
  };

  async function take(contract: Contracting, { action, by, ground, right }: Step, before: ContractBody) {
    const account: Record<Step['by'], TestAccount> = {
      officer: parties.bureau.officer,
      approver: parties.bureau.approver,
      manager: parties.manager,
    };
    const open = before.here.amendments.find((a) => a.state === 'proposed') ?? before.here.amendments.at(-1);
    const name = action.replaceAll('_', '-');
    if (action === 'propose_amendment')
      return contract.propose({ content: { requirement: right ? `改 ${before.version}` : null } }, account[by]);
    const body: Record<string, object> = {
      sign: { hash: right ? before.here.contentHash : '0'.repeat(64) },
      confirm_content: { hash: before.here.contentHash },
      amend: { hash: right && open ? open.hash : '0'.repeat(64), amendment: open?.id ?? contract.id },
      withdraw_amendment: { reason: '撤回', amendment: open?.id ?? contract.id },
      publish_amendment: { amendment: open?.id ?? contract.id },
      ask_team_change: { team: [{ name: '测试人员', role: '社工' }], reason: '离职' },
      ask_subcontract: {
        subcontract: { to: '丙', work: '送餐', amount: right ? '1.00' : '180000.00' },
        reason: '专业',
      },
      propose_halt: { ground, reason: '汛情', ...(right && { reference: '汛情通知1号', until: '2025-12-31' }) },
      halt: { ground, reason: '收到质疑', until: '2025-12-31', ...(right && { reference: '质疑函1号' }) },
      propose_termination: { ground, reason: '违约', ...(right && { reference: '违约通知书1号' }) },
      be_heard: { statement: '没有意见' },
      answer_withdrawal: { statement: '没有意见' },
      raise_objection: { reason: '异议' },
      suspend_work: { reason: '未付款' },
      announce_withdrawal: { ground, reason: '未付款', ...(right && { reference: '汛情通知1号' }) },
      answer_objection: { objection: contract.id, reason: '答复' },
      propose_rescission: { ground, reason: '裁决', decidedOn: '2025-12-22', ...(right && { reference: '1号' }) },
    };
    const plain = [
      'redraft',
      'withdraw_signature',
      'abandon',
      'refuse_team_change',
      'refuse_subcontract',
      'withdraw_halt_proposal',
      'withdraw_termination_proposal',
      'withdraw_rescission_proposal',
      'take_back_withdrawal',
      'close_unperformed',
    ];
    return contract.act(name, body[action] ?? (plain.includes(action) ? { reason: '说明' } : {}), account[by]);
  }

  it('legal steps go through by the table, others are refused and leave nothing', async () => {
    const taken = new Map<string, number>();
    const refused = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 10, maxLength: 25 }), async (begun, steps) => {
        const contract = begun ? await Contracting.active(app, parties) : await Contracting.drafted(app, parties);
        for (const one of steps) {
          const before = await contract.read();
          const counted = await rowsOf(contract.id);
          const answer = await take(contract, one, before);
          const after = await contract.read();
          const rows = await rowsOf(contract.id);
          const done = answer.status === 200;
          const ways = contractLifecycle.transitions.filter((t) => t.action === one.action);
          const way = ways.find((t) => (t.from as readonly string[]).includes(before.state));
          expect([200, 403, 409, 422]).toContain(answer.status);
          expect(rows).toEqual({ audit: counted.audit + Number(done), outbox: counted.outbox + Number(done) });
          expect(after.version).toBe(before.version + Number(done));
          if (done) {
            taken.set(one.action, (taken.get(one.action) ?? 0) + 1);
            const to = way?.to === undefined ? [before.state] : [way.to].flat();
            expect([one.action, way !== undefined, to.includes(after.state as never)]).toEqual([
              one.action,
              true,
              true,
            ]);
            expect(WHO[way?.who ?? '']).toContain(one.by);
          } else {
            refused.set(answer.status, (refused.get(answer.status) ?? 0) + 1);
            expect(after.state).toBe(before.state);
            if (way === undefined) expect([403, 409]).toContain(answer.status);
          }
          const [row] = await app.dataSource.query<{ proven: boolean; agreed: boolean }[]>(
            `SELECT state IN ('draft', 'void') OR fact_id IS NOT NULL AS proven,
               conducted = 'elsewhere' OR state IN ('draft', 'void') OR content_agreed AS agreed FROM contract WHERE id = $1`,
            [contract.id],
          );
          expect(row).toEqual({ proven: true, agreed: true });
        }
      }),
      { numRuns: scaleRounds(13), endOnFailure: true, examples: [[false, USUAL]] },
    );
    // The property speaks of something: legal steps and each kind of refusal occurred.
    expect(taken.size).toBeGreaterThan(5);
    expect([...refused.keys()].sort()).toEqual([403, 409, 422]);
    for (const sql of Object.values(BROKEN)) expect(await app.dataSource.query<unknown[]>(sql)).toEqual([]);
    const [row] = await app.dataSource.query<{ n: number }[]>(SPOKEN_OF.contract);
    expect(row?.n).toBeGreaterThan(0);
  });
});
