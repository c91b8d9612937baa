import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { awardLifecycle } from '../../src/purchase/awards/award.lifecycle.js';
import { bidLifecycle } from '../../src/purchase/bids/bid.lifecycle.js';
import { contractLifecycle } from '../../src/purchase/contracts/contract.lifecycle.js';
import { lotLifecycle } from '../../src/purchase/tenders/lots/lot.lifecycle.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, creditCode } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, decided, hearWinners } from '../support/lots.js';
import { Resulting } from '../support/results.js';

import { BROKEN, Invariants, SPOKEN_OF } from './invariants.js';
import { mustBeWays, toldSince } from './ways.js';
import { scaleRounds } from '../support/rounds.js';

const START = '2025-11-03T09:00:00+08:00';
/** Behind the thirty days for signing. */
const LATE = '2025-12-05T09:00:00+08:00';
const TABLES = { award: awardLifecycle, lot: lotLifecycle, bid: bidLifecycle, contract: contractLifecycle };

/** What must never be of an award, beside what must never be at all: each statement answers the rows that break it. */
const UNLAWFUL: Readonly<Record<string, string>> = {
  ...BROKEN,
  'the bid of a published award has won': `SELECT a.id FROM award a JOIN bid d ON d.id = a.bid_id
     WHERE a.state IN ('active', 'contracted') AND d.state <> 'won'`,
  'no other bid has': `SELECT d.id FROM bid d WHERE d.state = 'won'
     AND NOT EXISTS (SELECT FROM award a WHERE a.bid_id = d.id AND a.state IN ('active', 'contracted'))`,
  'an award that has ended says when and why, and no other does': `SELECT id FROM award
     WHERE (state IN ('refused', 'invalidated', 'cancelled')) IS DISTINCT FROM (ended_on IS NOT NULL AND end_reason IS NOT NULL)`,
  'a contract is signed where its award says so': `SELECT a.id FROM award a WHERE (a.state = 'contracted')
     IS DISTINCT FROM EXISTS (SELECT FROM contract c WHERE c.award_id = a.id AND c.state NOT IN ('draft', 'void'))`,
  'nobody is awarded twice what came to nothing by a remedy': `SELECT a.id FROM award a JOIN award b ON b.bid_id = a.bid_id
     AND b.id <> a.id AND b.state = 'invalidated' WHERE a.state IN ('pending', 'active', 'contracted')`,
};

const BIDDERS = ['first', 'second', 'third'] as const;
const ACTORS = [...BIDDERS, 'officer', 'approver', 'finance', 'stranger'] as const;
type Actor = (typeof ACTORS)[number];

/** What is asked of the award itself: three of its actions are a person's, the others follow from what is done elsewhere. */
const OWN = awardLifecycle.transitions.map(({ action }) => action as string);
const ASKED = OWN.filter((action) => ['refuse', 'be_heard', 'record_refusal'].includes(action));
/** What is done elsewhere, by whom, and what it makes of the standing award. */
const ELSEWHERE: Readonly<Record<string, readonly [usual: Actor, follows?: string]>> = {
  publish_result: ['officer', 'publish'],
  propose_replacement: ['officer'],
  replace_award: ['approver'],
  confirm: ['approver'],
  propose_ending: ['officer'],
  cancel_lot: ['approver', 'cancel'],
  apply_remedy: ['officer', 'invalidate'],
  draft: ['officer'],
  sign: ['approver', 'contract'],
  withdraw_signature: ['first'],
};
/** Time goes on; a complaint is made and upheld. Neither is a step on the award. */
const AROUND = ['wait', 'complain'] as const;

interface Step {
  action: string;
  by: Actor;
  /** The award that was made last, or the one before all others. */
  of: 'last' | 'first';
  given: 'right' | 'wrong' | 'stale';
}
const anything: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom(...OWN, ...ASKED, ...Object.keys(ELSEWHERE), ...AROUND),
  by: fc.constantFrom<Actor>(...ACTORS),
  of: fc.constantFrom<Step['of']>('last', 'last', 'first'),
  given: fc.constantFrom<Step['given']>('right', 'right', 'right', 'wrong', 'stale'),
});
const usually: fc.Arbitrary<Step> = anything.chain((step) => {
  const [who] = ELSEWHERE[step.action] ?? [];
  if (who !== undefined) return fc.constantFrom<Actor>(who, who, 'first').map((by) => ({ ...step, by }));
  return fc.constantFrom<Actor>('officer', 'first', 'second').map((by) => ({ ...step, by }));
});
const extra = fc.oneof({ weight: 2, arbitrary: usually }, { weight: 1, arbitrary: anything });

const way = (...steps: [action: string, ...by: Actor[]][]): Step[] =>
  steps.flatMap(([action, ...by]) => by.map((who): Step => ({ action, by: who, of: 'last', given: 'right' })));
/** Ways that awards go; random steps come between and behind. */
const USUAL: Step[][] = [
  // The winner refuses, the next follows and signs.
  way(
    ['refuse', 'first'],
    ['publish', 'officer'],
    ['publish_result', 'officer'],
    ['invalidate', 'finance'],
    ['cancel', 'approver'],
    ['contract', 'first'],
    ['refuse', 'second', 'officer', 'first', 'first'],
    ['replace_award', 'approver'],
    ['propose_replacement', 'officer'],
    ['replace_award', 'approver'],
    ['publish_result', 'officer'],
    ['draft', 'officer'],
    ['sign', 'second', 'approver'],
    ['refuse', 'second'],
    ['record_refusal', 'officer'],
  ),
  // It keeps silent until the thirty days are over: who was never asked, or has signed, is not silent.
  way(
    ['publish_result', 'officer'],
    ['record_refusal', 'officer'],
    ['wait', 'officer'],
    ['record_refusal', 'first', 'officer'],
    ['draft', 'officer'],
    ['sign', 'first'],
    ['record_refusal', 'officer'],
    ['withdraw_signature', 'first'],
    ['record_refusal', 'officer', 'officer'],
    ['sign', 'first', 'approver'],
  ),
  [
    ...way(['publish_result', 'officer']),
    { action: 'refuse', by: 'first', of: 'last', given: 'wrong' },
    { action: 'refuse', by: 'first', of: 'last', given: 'stale' },
    ...way(['draft', 'officer'], ['wait', 'officer'], ['complain', 'finance'], ['record_refusal', 'officer']),
    ...way(['apply_remedy', 'officer'], ['record_refusal', 'officer']),
  ],
  // A complaint is upheld: the award is void, and the next is confirmed.
  way(
    ['publish_result', 'officer'],
    ['complain', 'finance'],
    ['apply_remedy', 'approver', 'officer'],
    ['refuse', 'first'],
    ['confirm', 'approver'],
    ['publish_result', 'officer'],
    ['refuse', 'second'],
  ),
  // Two persons of the buyer end the purchase, before its result is told or behind it.
  way(['cancel_lot', 'approver'], ['propose_ending', 'officer'], ['cancel_lot', 'approver'], ['refuse', 'first']),
  way(
    ['publish_result', 'officer'],
    ['be_heard', 'first'],
    ['propose_ending', 'officer'],
    ['cancel_lot', 'officer', 'approver'],
    ['be_heard', 'second', 'first'],
    ['be_heard', 'first'],
    ['cancel_lot', 'approver'],
    ['record_refusal', 'officer'],
  ),
];

let app: TestApp;
let bureau: Bureau;
let stranger: TestAccount;
let invariants: Invariants;
let driven = 0;
let awarded = 0;
beforeAll(async () => {
  app = await startTestApp();
  await setBusinessTime(app, START);
  bureau = await makeBureau(app);
  await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
  await makeThreshold(app);
  stranger = (await makeBureau(app, '990301')).officer;
  invariants = await Invariants.open(app, UNLAWFUL);
});
afterAll(async () => {
  process.stdout.write(`steps on awards: ${driven}\n`);
  await invariants.close();
  await app.close();
});

interface Award {
  id: string;
  supplier: string;
  state: string;
  version: number;
}
interface Seen {
  state: string;
  version: number;
  /** In the order in which they were made. */
  awards: Award[];
  contracts: { id: string; award: string; state: string; version: number }[];
  parts: unknown;
}
const SEEN = `SELECT l.state, t.version,
    (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'supplier', a.supplier_id, 'state', a.state, 'version', a.version) ORDER BY a.rank)
     FROM award a WHERE a.lot_id = l.id) AS awards,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'award', c.award_id, 'state', c.state, 'version', c.version) ORDER BY c.id)
     FROM contract c WHERE c.lot_id = l.id), '[]') AS contracts,
    jsonb_build_object('bids', (SELECT jsonb_agg(jsonb_build_array(d.id, d.state, d.version) ORDER BY d.id) FROM bid d WHERE d.lot_id = l.id),
      'signed', (SELECT count(*) FROM contract_signature s JOIN contract c ON c.id = s.contract_id WHERE c.lot_id = l.id AND s.withdrawn_at IS NULL),
      'ends', (SELECT jsonb_agg(jsonb_build_array(a.ended_on, a.end_reason) ORDER BY a.rank) FROM award a WHERE a.lot_id = l.id),
      'result', (SELECT to_jsonb(r) FROM lot_result r WHERE r.lot_id = l.id), 'ending', l.ending) AS parts
  FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1`;

class Driving {
  private remedy: string | undefined;
  private isLate = false;

  private constructor(
    readonly result: Resulting,
    private readonly bidders: readonly TestAccount[],
  ) {}

  /** Its award is made and told nobody yet. Without the first there are three still: a remedy leaves the next rank. */
  static async begin(): Promise<Driving> {
    await setBusinessTime(app, START);
    const result = await Resulting.begin(app, bureau, { ranks: [1, 2, 3, 4] });
    for (const { bidder } of result.lots[0]?.offers ?? [])
      await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bidder, creditCode()]);
    await result.confirmed();
    return new Driving(result, await Promise.all(BIDDERS.map((_, i) => result.bidder(i))));
  }

  get lot(): string {
    return this.result.lots[0]?.id ?? '';
  }
  /** The body of a bidder. */
  body(actor: Actor): string | undefined {
    return this.result.lots[0]?.offers[(BIDDERS as readonly string[]).indexOf(actor)]?.bidder;
  }
  async see(): Promise<Seen> {
    const [row] = await app.dataSource.query<Seen[]>(SEEN, [this.lot]);
    return row as Seen;
  }
  private by(actor: Actor): TestAccount {
    const i = (BIDDERS as readonly string[]).indexOf(actor);
    return i >= 0 ? (this.bidders[i] as TestAccount) : actor === 'stranger' ? stranger : bureau[actor as 'officer'];
  }

  async wait(): Promise<void> {
    this.isLate = true;
    await setBusinessTime(app, LATE);
  }
  /** By the third, of what it has just come to know. */
  async complain({ state }: Seen): Promise<void> {
    if (this.remedy !== undefined || state !== 'result_published') return;
    const about = { tender: this.result.id, lot: 1, knownOn: (this.isLate ? LATE : START).slice(0, 10) };
    this.remedy = await acceptedComplaint(app, bureau, this.by('third'), about);
    await decided(app, bureau.finance, this.remedy, 'next_rank');
  }

  async take(step: Step, seen: Seen): Promise<{ status: number; code: string }> {
    const { action, given } = step;
    const by = this.by(step.by);
    const off = given === 'stale' ? 7 : 0;
    const reason = given === 'wrong' ? {} : { reason: '说明理由' };
    const path = action.replaceAll('_', '-');
    const send = async (url: string, body: object, version?: number) => {
      const sent = app.http.post(`/api/v1/${url}`).set({ ...by.auth, 'Idempotency-Key': randomUUID() });
      if (version !== undefined) void sent.set('If-Match', `"${version + off}"`);
      const { status, body: said } = await sent.send(body);
      return { status, code: (said as { code?: string }).code ?? '' };
    };
    const award = awardOf(step, seen);
    const contract = seen.contracts.find((c) => c.award === award.id);
    switch (action) {
      case 'confirm':
      case 'publish_result':
      case 'propose_replacement':
      case 'replace_award': {
        const candidates = action === 'confirm' ? (await this.result.read()).candidates : [];
        const bid = candidates.find(({ stands }) => stands)?.bid;
        const body = { lot: 1, ...reason, ...(bid !== undefined && { bid }) };
        return send(`tenders/${this.result.id}/awards/actions/${path}`, body, seen.version);
      }
      case 'propose_ending':
      case 'cancel_lot':
      case 'apply_remedy': {
        const name = action === 'cancel_lot' ? 'cancel' : path;
        const ends = { ground: 'unforeseen_change', reference: '财监〔2025〕7号' };
        const said = action === 'apply_remedy' ? { remedy: this.remedy ?? randomUUID() } : ends;
        const outcome = action === 'propose_ending' && { outcome: 'cancelled' };
        const version = seen.version + off;
        const { status, body } = await actOnLot(app, this.lot, name, { ...reason, ...said, ...outcome }, by, version);
        return { status, code: body.code ?? '' };
      }
      case 'draft':
        return send('contracts', { award: award.id, ...(given !== 'wrong' && CONTENT) });
      case 'sign':
      case 'withdraw_signature': {
        const id = contract?.id ?? randomUUID();
        const { body } = await app.http.get(`/api/v1/contracts/${id}`).set(bureau.officer.auth);
        const hash = (body as { here?: { contentHash: string } }).here?.contentHash ?? '0'.repeat(64);
        const what = action === 'sign' ? { hash: given === 'wrong' ? '0'.repeat(64) : hash } : reason;
        return send(`contracts/${id}/actions/${path}`, what, contract?.version ?? 1);
      }
      case 'be_heard':
        return send(
          `awards/${award.id}/actions/${path}`,
          given === 'wrong' ? {} : { statement: '没有意见' },
          award.version,
        );
      default:
        return send(`awards/${award.id}/actions/${path}`, reason, award.version);
    }
  }

  /** Wherever a run has come to, what is owed is carried out, and the buyer can end what has no contract. */
  async mustEnd(): Promise<void> {
    const must = async (action: string, by: Actor): Promise<void> => {
      const seen = await this.see();
      const { status, code } = await this.take({ action, by, of: 'last', given: 'right' }, seen);
      expect([seen.state, action, status, code]).toEqual([seen.state, action, 200, '']);
    };
    const ended = ['contracted', 'failed', 'cancelled'];
    if (ended.includes((await this.see()).state)) return;
    const owed = await app.dataSource.query<unknown[]>(
      `SELECT FROM complaint WHERE id = $1 AND state = 'decided' AND remedied_at IS NULL`,
      [this.remedy ?? null],
    );
    if (owed.length > 0) await must('apply_remedy', 'officer');
    if (ended.includes((await this.see()).state)) return;
    await must('propose_ending', 'officer');
    await hearWinners(app, this.lot);
    await must('cancel_lot', 'approver');
    expect((await this.see()).state).toBe('cancelled');
  }
}
const awardOf = ({ of }: Step, { awards }: Seen): Award => (of === 'last' ? awards.at(-1) : awards[0]) as Award;

/** Whether the table lets this person do it to the award here. */
const ownWay = (driving: Driving, { action, by }: Step, { state, supplier }: Award) =>
  awardLifecycle.transitions.find(
    (way) =>
      way.action === action &&
      (way.from as readonly string[]).includes(state) &&
      (way.who === 'award.refuse' ? driving.body(by) === supplier : way.who === 'tender.manage' && by === 'officer'),
  );

/** What a step that was done makes of the award that stands; what was never told is only ever cancelled. */
function followsOf({ action }: Step, before: Seen, after: Seen): string[] {
  const standing = before.awards.find(({ state }) => ['pending', 'active', 'contracted'].includes(state));
  if (ASKED.includes(action)) return [action];
  const [, follows] = ELSEWHERE[action] ?? [];
  if (follows === undefined || standing === undefined) return [];
  if (follows === 'contract') return after.contracts.some(({ state }) => state === 'signed') ? [follows] : [];
  return [follows === 'invalidate' && standing.state === 'pending' ? 'cancel' : follows];
}

async function drive(steps: readonly Step[], seen: Record<'taken' | 'refused' | 'codes', Set<string>>): Promise<void> {
  const driving = await Driving.begin();
  const states = new Map((await driving.see()).awards.map(({ id, state }) => [`award ${id}`, state]));
  let { last } = await toldSince(app, '0');
  for (const step of steps) {
    const before = await driving.see();
    if (step.action === 'wait') await driving.wait();
    if (step.action === 'complain') await driving.complain(before);
    if ((AROUND as readonly string[]).includes(step.action)) {
      expect((await driving.see()).awards).toEqual(before.awards);
      continue;
    }
    last = (await toldSince(app, last)).last;
    const award = awardOf(step, before);
    const { status, code } = await driving.take(step, before);
    const after = await driving.see();
    const fresh = await toldSince(app, last);
    last = fresh.last;
    driven += 1;
    const told = [step.action, step.by, step.of, step.given, before.state, award.state, status, code];
    expect([...told, fresh.audit]).toEqual([...told, fresh.rows.length]);
    const own = ownWay(driving, step, award);
    if (status === 200 || status === 201) {
      expect([...told, own !== undefined || step.action in ELSEWHERE]).toEqual([...told, true]);
      mustBeWays(fresh.rows, states, TABLES);
      const moved = fresh.rows.filter(({ type, from }) => type === 'award' && from !== null);
      const follows = followsOf(step, before, after);
      expect([...told, ...moved.map(({ action }) => action)]).toEqual([...told, ...follows]);
      // Its bid loses with it, and the tender has changed; nothing else is told.
      if (own !== undefined) {
        expect([...told, fresh.rows.map(({ type, action }) => `${type} ${action}`)]).toEqual([
          ...told,
          [`award ${step.action}`, ...(own.to === undefined ? [] : ['bid lose'])],
        ]);
        expect([moved[0]?.root, moved[0]?.to, after.version]).toEqual([
          award.id,
          own.to ?? award.state,
          before.version + 1,
        ]);
      }
      for (const { id, state, version } of after.awards) {
        const was = before.awards.find((a) => a.id === id);
        const changes = moved.filter(({ root }) => root === id);
        expect([...told, state]).toEqual([...told, changes.at(-1)?.to ?? was?.state ?? 'pending']);
        expect([...told, version]).toEqual([...told, (was?.version ?? 1) + changes.length]);
        states.set(`award ${id}`, state);
      }
      [step.action, ...follows].forEach((action) => seen.taken.add(action));
    } else {
      expect([400, 403, 404, 409, 412, 422]).toContain(status);
      expect([...told, after, fresh.rows]).toEqual([...told, before, []]);
      const mayBe: readonly string[] = [
        ...(own?.guards ?? []),
        ...(step.given === 'wrong' ? ['validation_failed'] : step.given === 'stale' ? ['stale_version'] : []),
      ];
      expect([...told, own === undefined || mayBe.includes(code)]).toEqual([...told, true]);
      seen.refused.add(step.action);
      seen.codes.add(code);
    }
    expect([...told, await invariants.listBroken()]).toEqual([...told, []]);
    const [standing] = await app.dataSource.query<{ n: number }[]>(SPOKEN_OF.award);
    awarded += standing?.n ?? 0;
  }
  await driving.mustEnd();
}

describe('whatever is asked of an award, in whatever order', () => {
  it('legal steps go by the table with one row each, others are refused and leave nothing', async () => {
    const seen = { taken: new Set<string>(), refused: new Set<string>(), codes: new Set<string>() };
    const usual = fc.record({
      way: fc.constantFrom(...USUAL),
      from: fc.nat(10),
      more: fc.array(extra, { maxLength: 10 }),
    });
    const mixed = usual.map(({ way, from, more }) => [...way.slice(0, from), ...more, ...way.slice(from)]);
    await fc.assert(
      fc.asyncProperty(mixed, (steps) => drive(steps, seen)),
      {
        numRuns: scaleRounds(16) + USUAL.length,
        seed: 20_251_103,
        endOnFailure: true,
        examples: USUAL.map((steps) => [steps]),
      },
    );
    // Each action of the table, asked or following; and each that somebody asks for was refused too.
    expect(OWN.filter((action) => !seen.taken.has(action))).toEqual([]);
    expect([...ASKED, ...Object.keys(ELSEWHERE)].filter((action) => !seen.taken.has(action))).toEqual([]);
    expect(OWN.filter((action) => !seen.refused.has(action))).toEqual([]);
    expect([...seen.codes]).toEqual(
      expect.arrayContaining([
        'not_permitted',
        'wrong_state',
        'stale_version',
        'validation_failed',
        'signing_period_running',
        'draft_absent',
        'winner_signed',
        'remedy_unapplied',
      ]),
    );
    expect(awarded).toBeGreaterThan(0);
  });
});
