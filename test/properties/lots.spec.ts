import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOT_AWARDING } from '../../src/purchase/tenders/lots/lot-award-actions.js';
import { lotLifecycle } from '../../src/purchase/tenders/lots/lot.lifecycle.js';
import { LOT_REMEDIES } from '../../src/purchase/tenders/lots/lot-remedy-actions.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, scoredExtremely, hearWinners } from '../support/lots.js';

import { Resulting } from '../support/results.js';
import { noteDriven } from '../support/seen.js';
import { BROKEN, Invariants, SPOKEN_OF } from './invariants.js';
import { scaleRounds } from '../support/rounds.js';

/** Who asks. The rival has bid and lost nothing yet; the stranger is an officer elsewhere. */
const ACTORS = ['officer', 'approver', 'finance', 'rival', 'stranger'] as const;
type Actor = (typeof ACTORS)[number];
/** By permission, the actors that hold it: by hand, from who does what. */
const WHO: Readonly<Record<string, readonly Actor[]>> = {
  'report.deliver': ['officer'],
  'tender.draft': ['officer'],
  'tender.manage': ['officer'],
  'tender.approve': ['approver'],
  'tender.end': ['officer', 'approver'],
  'remedy.decide': ['finance'],
};
const asked = [...LOT_AWARDING, ...LOT_REMEDIES].filter(({ who }) => who !== 'clock' && who !== 'system');
const ACTIONS = [...new Set(asked.map(({ action }) => action))];
const RESULTS = new Set<string>(LOT_AWARDING.map(({ action }) => action));

interface Step {
  action: string;
  by: Actor;
  /** False: something that the rules refuse. */
  right: boolean;
}
const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom<string>(...ACTIONS),
  by: fc.constantFrom(...ACTORS),
  right: fc.boolean(),
});
const way = (...steps: [string, Actor][]): Step[] => steps.map(([action, by]) => ({ action, by, right: true }));
/** Ways that purchases go, so that the runs speak of something. */
const USUAL: Step[][] = [
  way(
    ['deliver_report', 'officer'],
    ['confirm', 'approver'],
    ['publish_result', 'officer'],
    ['cancel', 'approver'],
    ['propose_ending', 'officer'],
    ['cancel', 'approver'],
  ),
  way(
    ['deliver_report', 'officer'],
    ['suspend', 'finance'],
    ['confirm', 'approver'],
    ['resume', 'finance'],
    ['order_rereview', 'officer'],
  ),
  way(
    ['deliver_report', 'officer'],
    ['confirm', 'approver'],
    ['propose_repetition', 'officer'],
    ['order_rereview', 'approver'],
    ['cancel', 'officer'],
    ['propose_ending', 'officer'],
    ['cancel', 'approver'],
  ),
  way(
    ['record_receipt', 'officer'],
    ['record_objection', 'approver'],
    ['withdraw_objection', 'approver'],
    ['confirm', 'approver'],
    ['publish_result', 'officer'],
    ['propose_replacement', 'officer'],
    ['suspend', 'finance'],
    ['publish_result', 'officer'],
  ),
];

let app: TestApp;
let bureau: Bureau;
let stranger: TestAccount;
let driven = 0;
let awarded = 0;
let invariants: Invariants;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  await makeThreshold(app);
  bureau = await makeBureau(app);
  stranger = (await makeBureau(app, '990301')).officer;
  invariants = await Invariants.open(app);
});
afterAll(async () => {
  process.stdout.write(`steps on lots after their report: ${driven}\n`);
  await invariants.close();
  await app.close();
});

interface Seen {
  state: string;
  version: number;
  audit: number;
  outbox: number;
  /** Every row of both, so that what is refused leaves none of another thing either. */
  all: number;
  awarded: boolean;
}

class Driving {
  private constructor(
    readonly result: Resulting,
    private readonly rival: TestAccount,
    private readonly complaint: string,
  ) {}

  static async begin(): Promise<Driving> {
    const result = await Resulting.begin(app, bureau);
    const rival = await makeUser(app, 'agency_manager', result.lots[0]?.offers[2]?.bidder);
    const about = { tender: result.id, lot: 1, knownOn: '2025-11-03' };
    await scoredExtremely(app, result.lots[0]?.id ?? '');
    return new Driving(result, rival, await acceptedComplaint(app, bureau, rival, about));
  }

  get lot(): string {
    return this.result.lots[0]?.id ?? '';
  }

  async see(): Promise<Seen> {
    const [row] = await app.dataSource.query<Seen[]>(
      `SELECT l.state, t.version,
         (SELECT count(*)::int FROM audit_entry WHERE aggregate_id = l.id::text) AS audit,
         (SELECT count(*)::int FROM outbox WHERE aggregate_id = l.id::text) AS outbox,
         (SELECT count(*)::int FROM audit_entry) + (SELECT count(*)::int FROM outbox) AS all,
         EXISTS (SELECT FROM award a WHERE a.lot_id = l.id) AS awarded
       FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1`,
      [this.lot],
    );
    return row as Seen;
  }

  private by(actor: Actor): TestAccount {
    return actor === 'rival' ? this.rival : actor === 'stranger' ? stranger : bureau[actor];
  }

  async take({ action, by, right }: Step): Promise<{ status: number; code: string }> {
    const name = action.replaceAll('_', '-');
    const reason = '说明理由';
    if (RESULTS.has(action)) {
      const version = (await this.see()).version;
      const body = { reason, ...(action === 'confirm' && { bid: this.result.bid(right ? 0 : 1) }) };
      const { status, body: said } = await this.result.post(name, body, this.by(by), version);
      return { status, code: (said as { code?: string }).code ?? '' };
    }
    const { status, body } = await actOnLot(app, this.lot, name, { reason, ...this.given(action, right) }, this.by(by));
    return { status, code: body.code ?? '' };
  }

  private given(action: string, right: boolean): object {
    const grounds: Record<string, string> = {
      fail: 'unlawful_acts',
      cancel: 'unforeseen_change',
      propose_ending: 'unforeseen_change',
      propose_repetition: 'extreme',
      order_rereview: 'extreme',
      reconstitute_panel: 'panel_composition',
    };
    const ground = right ? grounds[action] : 'remedy_decision';
    const named = ['fail', 'cancel', 'propose_ending', 'reconstitute_panel'].includes(action);
    return {
      ...(named && { reference: '财监〔2025〕7号' }),
      ...(action === 'propose_ending' && { outcome: 'cancelled' }),
      ...(grounds[action] !== undefined && { ground }),
      ...(action === 'suspend' && right && { remedy: this.complaint, notice: '财停〔2025〕1号', days: 1 }),
    };
  }
}

async function drive(steps: readonly Step[], taken: Set<string>, refused: Set<number>): Promise<void> {
  const driving = await Driving.begin();
  for (const each of steps) {
    const before = await driving.see();
    const { status, code } = await driving.take(each);
    const after = await driving.see();
    driven += 1;
    const told = [each.action, each.by, each.right, before.state, status, code];
    const own = asked.find(
      ({ action, who, from }) =>
        action === each.action &&
        (WHO[who] ?? []).includes(each.by) &&
        (from as readonly string[]).includes(before.state),
    );
    const done = status === 200;
    const mayBeRefused = [...(own?.guards ?? []), 'validation_failed'] as string[];
    const asItShould = own === undefined ? !done : done || mayBeRefused.includes(code);
    expect([...told, asItShould]).toEqual([...told, true]);
    if (done) {
      const to: readonly string[] = own?.to === undefined ? [before.state] : [own.to].flat();
      expect([...told, after.state, to.includes(after.state)]).toEqual([...told, after.state, true]);
      expect([...told, after.audit - before.audit, after.outbox - before.outbox]).toEqual([...told, 1, 1]);
      expect(after.version).toBeGreaterThan(before.version);
      taken.add(each.action);
      noteDriven(lotLifecycle.name, each.action);
      await mustHold();
    } else {
      expect([400, 403, 404, 409, 422]).toContain(status);
      expect([...told, after]).toEqual([...told, before]);
      refused.add(status);
    }
  }
  await mustEnd(driving);
}

/** After each step, while there are awards: at the end of a run none is left to break anything. */
async function mustHold(): Promise<void> {
  expect(await invariants.listBroken()).toEqual([]);
  const [row] = await app.dataSource.query<{ n: number }[]>(SPOKEN_OF.award);
  awarded += row?.n ?? 0;
}

/** Wherever a run has come to: what is suspended goes on, and what goes on can be ended. */
async function mustEnd(driving: Driving): Promise<void> {
  const { state } = await driving.see();
  if ((lotLifecycle.final as readonly string[]).includes(state)) return;
  if (state === 'suspended')
    expect(await driving.take({ action: 'resume', by: 'finance', right: true })).toEqual({ status: 200, code: '' });
  // Once there was an award two persons end it.
  if ((await driving.see()).awarded) {
    expect((await driving.take({ action: 'propose_ending', by: 'officer', right: true })).status).toBe(200);
    await hearWinners(app, driving.lot);
  }
  const end = await driving.take({ action: 'cancel', by: 'approver', right: true });
  expect([state, end]).toEqual([state, { status: 200, code: '' }]);
  expect((await driving.see()).state).toBe('cancelled');
}

describe('whatever is asked of a lot after its report, in whatever order', () => {
  it('legal steps go by the table with one row each, others are refused and leave nothing, and none is trapped', async () => {
    const [taken, refused] = [new Set<string>(), new Set<number>()];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 22 }), (steps) => drive(steps, taken, refused)),
      {
        numRuns: scaleRounds(17) + USUAL.length,
        seed: 20_251_103,
        endOnFailure: true,
        examples: USUAL.map((steps) => [steps]),
      },
    );
    expect([...taken]).toEqual(
      expect.arrayContaining(['deliver_report', 'confirm', 'publish_result', 'suspend', 'resume', 'order_rereview']),
    );
    expect([...refused]).toEqual(expect.arrayContaining([403, 409, 422]));
    expect(awarded).toBeGreaterThan(0);
  });

  it.each(Object.entries(BROKEN))('%s', async (_, sql) => {
    expect(await app.dataSource.query<unknown[]>(sql)).toEqual([]);
  });
});
