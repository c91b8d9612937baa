import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bidLifecycle } from '../../src/purchase/bids/bid.lifecycle.js';
import { FinalOffersWork } from '../../src/purchase/reviews/consultation/final-offers/final-offers-opening.js';
import { reviewLifecycle } from '../../src/purchase/reviews/review.lifecycle.js';
import { LOT_CONSULTATION } from '../../src/purchase/tenders/lots/lot-consultation-actions.js';
import { lotLifecycle } from '../../src/purchase/tenders/lots/lot.lifecycle.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { offer } from '../support/bidding.js';
import { Consulting, TALKS } from '../support/consultation.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { actOnLot } from '../support/lots.js';
import { makeReviewers, type Reviewing } from '../support/reviews.js';
import { noteDriven } from '../support/seen.js';
import { scaleRounds } from '../support/rounds.js';
import { BROKEN, Invariants } from './invariants.js';
import { mustBeWays, toldSince } from './ways.js';

const TABLES = { review: reviewLifecycle, lot: lotLifecycle, bid: bidLifecycle };
const MINUTE = 60_000;

/** What must never be of a consultation, beside what must never be at all: each statement answers the rows that break it. */
const UNLAWFUL: Readonly<Record<string, string>> = {
  ...BROKEN,
  'one change of the requirement at most waits for the buyer': `SELECT lot_id FROM requirement_change WHERE state = 'proposed'
     GROUP BY lot_id HAVING count(*) > 1`,
  'no price is known before the final offers are opened': `SELECT f.bid_id FROM final_offer f JOIN bid d ON d.id = f.bid_id
     JOIN lot l ON l.id = d.lot_id WHERE l.state IN ('in_consultation', 'final_offers_requested')`,
  'no final offer came behind the deadline': `SELECT f.bid_id FROM final_offer f JOIN bid d ON d.id = f.bid_id
     JOIN lot l ON l.id = d.lot_id WHERE f.received_at > l.final_deadline_at`,
  'who left has made no final offer': `SELECT d.id FROM bid d JOIN final_offer f ON f.bid_id = d.id
     WHERE d.state = 'withdrawn_in_consultation'`,
  'who is asked for a final offer has answered the last change': `SELECT d.id FROM bid d JOIN lot l ON l.id = d.lot_id
     JOIN requirement_change c ON c.lot_id = l.id AND c.state = 'confirmed'
       AND c.no = (SELECT max(no) FROM requirement_change x WHERE x.lot_id = l.id AND x.state = 'confirmed')
     WHERE l.state IN ('final_offers_requested', 'final_offers_in') AND d.state = 'valid'
       AND NOT EXISTS (SELECT FROM consultation_response a WHERE a.bid_id = d.id AND a.change_id = c.id)`,
  'two suppliers at least are scored, each by its final offer': `SELECT l.id FROM lot l WHERE l.state = 'final_offers_in'
     AND 2 > (SELECT count(*) FROM bid d JOIN final_offer f ON f.bid_id = d.id AND f.price = d.price AND f.price <= l.ceiling
              WHERE d.lot_id = l.id AND d.state = 'valid')`,
};

const PANEL = ['m0', 'm1', 'm2'] as const;
const SUPPLIERS = ['b0', 'b1', 'b2'] as const;
const ACTORS = [...PANEL, ...SUPPLIERS, 'officer', 'approver', 'spare', 'stranger'] as const;
type Actor = (typeof ACTORS)[number];
type Supplier = (typeof SUPPLIERS)[number];
const isSupplier = (actor: Actor): actor is Supplier => (SUPPLIERS as readonly string[]).includes(actor);
/** By permission, who may; of a supplier's own steps only the supplier itself. */
const WHO: Readonly<Record<string, readonly Actor[]>> = { 'panel.act': PANEL, 'tender.manage': ['officer'] };
const PATHS: Readonly<Record<string, string>> = {
  submit_response: 'responses',
  withdraw_from_consultation: 'actions/withdraw',
  submit_final_offer: 'final-offer',
};
const ACTIONS = LOT_CONSULTATION.map(({ action }) => action as string);

interface Step {
  action: string;
  by: Actor;
  /** Whose bid, of what suppliers do. */
  of: Supplier;
  /** `wrong`: what the rules refuse, or another answer than the first; `stale`: with a version that is not its own. */
  given: 'right' | 'wrong' | 'stale';
}
const WAIT = 'wait';
const given = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Step['given']>('right') },
  { weight: 2, arbitrary: fc.constant<Step['given']>('wrong') },
  { weight: 1, arbitrary: fc.constant<Step['given']>('stale') },
);
const anything = fc.record({
  action: fc.constantFrom(...ACTIONS, WAIT),
  by: fc.constantFrom<Actor>(...ACTORS),
  of: fc.constantFrom<Supplier>(...SUPPLIERS),
  given,
});
/** By who may do it, so that it depends on the rest whether it is done. */
const permitted = anything.chain((step) => {
  const who = LOT_CONSULTATION.find(({ action }) => action === step.action)?.who ?? '';
  return fc.constantFrom<Actor>(...(WHO[who] ?? [step.of])).map((by) => ({ ...step, by }));
});
const extra = fc.oneof({ weight: 2, arbitrary: permitted }, { weight: 1, arbitrary: anything });

const way = (...steps: [action: string, ...by: Actor[]][]): Step[] =>
  steps.flatMap(([action, ...by]) =>
    by.map((who): Step => ({ action, by: who, of: isSupplier(who) ? who : 'b0', given: 'right' })),
  );
const waits = (count: number): Step[] => Array.from({ length: count }, () => way([WAIT, 'm0'])).flat();
const CHANGED = way(['begin_consultation', 'm0'], ['change_requirement', 'm1'], ['confirm_requirement', 'officer']);
/** Ways that consultations go; random steps come between and behind. */
const USUAL: Step[][] = [
  [
    ...CHANGED,
    ...way(['submit_response', 'b0', 'b1', 'b2'], ['request_final_offers', 'm0', 'm2']),
    ...way(['submit_final_offer', 'b0', 'b1'], ['withdraw_from_consultation', 'b2']),
    ...way(['close_final_offers', 'officer']),
    ...waits(3),
    ...way(['submit_final_offer', 'b2'], ['close_final_offers', 'officer'], ['begin_consultation', 'm0']),
  ],
  [
    ...way(
      ['request_final_offers', 'm0'],
      ['begin_consultation', 'approver', 'm2'],
      ['change_requirement', 'm1', 'm0'],
    ),
    ...way(['request_final_offers', 'm1'], ['refuse_requirement', 'm0', 'officer', 'officer']),
    ...way(['confirm_requirement', 'officer'], ['submit_response', 'b0']),
    ...way(['withdraw_from_consultation', 'b1', 'b1'], ['request_final_offers', 'm0', 'm1', 'm1']),
    ...way(['submit_final_offer', 'b0', 'b0', 'b1'], ['withdraw_from_consultation', 'b0']),
    ...waits(3),
    ...way(['close_final_offers', 'officer']),
  ],
  // Who keeps silent is out: with one that is left it is over. A rival's bid is not there, and what has changed since is not changed.
  [
    ...CHANGED,
    { action: 'submit_response', by: 'b1', of: 'b0', given: 'right' },
    { action: 'change_requirement', by: 'm0', of: 'b0', given: 'stale' },
    ...way(['submit_response', 'b0'], ['request_final_offers', 'm0']),
    ...waits(1),
    ...way(['submit_response', 'b1'], ['request_final_offers', 'm1', 'm0'], ['withdraw_from_consultation', 'b0']),
  ],
  // An offer above the ceiling is none: two are left of three, then one of two.
  [
    ...way(['begin_consultation', 'm1'], ['request_final_offers', 'm0', 'm1']),
    ...way(['submit_final_offer', 'b0', 'b1']),
    { action: 'submit_final_offer', by: 'b2', of: 'b2', given: 'wrong' },
    ...waits(3),
    ...way(['close_final_offers', 'officer']),
  ],
];

let app: TestApp;
let bureau: Bureau;
let people: Record<Exclude<Actor, Supplier>, TestAccount>;
let panel: TestAccount[];
let invariants: Invariants;
let driven = 0;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  await allowFixedInstant(app);
  await makeThreshold(app);
  bureau = await makeBureau(app);
  const [m0, m1, m2, spare] = (await makeReviewers(app, 4)) as [TestAccount, TestAccount, TestAccount, TestAccount];
  panel = [m0, m1, m2];
  const stranger = (await makeBureau(app, '990301')).officer;
  invariants = await Invariants.open(app, UNLAWFUL);
  people = { m0, m1, m2, spare, officer: bureau.officer, approver: bureau.approver, stranger };
});
afterAll(async () => {
  process.stdout.write(`steps in consultations: ${driven}\n`);
  await invariants.close();
  await app.close();
});

interface Bid {
  id: string;
  state: string;
  version: number;
  price: string | null;
  /** Whether it has answered the last change that was confirmed; null where there is none. */
  answered: boolean | null;
}
interface Seen {
  state: string;
  version: number;
  deadline: Date | null;
  change: string | null;
  /** Changes, answers, calls and envelopes: what a step adds to. */
  parts: unknown;
  bids: Bid[];
}
const SEEN = `SELECT l.state, t.version, l.final_deadline_at AS deadline, c.id AS change,
    (SELECT jsonb_build_object('changes', (SELECT jsonb_agg(to_jsonb(x) ORDER BY x.no) FROM requirement_change x WHERE x.lot_id = l.id),
       'answers', (SELECT count(*) FROM consultation_response a JOIN bid d ON d.id = a.bid_id WHERE d.lot_id = l.id),
       'calls', (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.member_id) FROM final_offer_call f JOIN review_member m ON m.id = f.member_id
                 JOIN review v ON v.id = m.review_id WHERE v.lot_id = l.id),
       'envelopes', (SELECT count(*) FROM sealed_envelope),
       'review', (SELECT jsonb_agg(to_jsonb(v) ORDER BY v.id) FROM review v WHERE v.lot_id = l.id))) AS parts,
    (SELECT jsonb_agg(jsonb_build_object('id', d.id, 'state', d.state, 'version', d.version, 'price', d.price::text, 'answered',
       CASE WHEN c.id IS NOT NULL THEN EXISTS (SELECT FROM consultation_response a WHERE a.bid_id = d.id AND a.change_id = c.id) END) ORDER BY d.id)
     FROM bid d WHERE d.lot_id = l.id) AS bids
  FROM lot l JOIN tender t ON t.id = l.tender_id LEFT JOIN LATERAL (
    SELECT id FROM requirement_change x WHERE x.lot_id = l.id AND x.state = 'confirmed' ORDER BY no DESC LIMIT 1) c ON true
  WHERE l.id = $1`;

class Driving {
  /** By member, the moment it calls for since the requirement was last to change. */
  readonly calls = new Map<Actor, string>();
  /** What was answered and offered first: the same again is answered as before. */
  readonly answers = new Map<string, string>();
  readonly offers = new Map<Supplier, string>();
  private at = Date.parse(TALKS);

  private constructor(
    readonly talks: Consulting,
    readonly lot: string,
  ) {}

  static async begin(): Promise<Driving> {
    await setInstant(app, null);
    const talks = await Consulting.begin(app, bureau, panel);
    await setInstant(app, TALKS);
    await (talks.review as Reviewing).conform();
    return new Driving(talks, await talks.lotId());
  }

  async see(): Promise<Seen> {
    const [row] = await app.dataSource.query<Seen[]>(SEEN, [this.lot]);
    return row as Seen;
  }
  bid(of: Supplier): string {
    return this.talks.suppliers[Number(of.slice(1))]?.bid ?? '';
  }
  private by(actor: Actor): TestAccount {
    return isSupplier(actor) ? (this.talks.suppliers[Number(actor.slice(1))]?.user as TestAccount) : people[actor];
  }

  /** Time goes on with each step, so that what is said after a change is later than it. */
  async goOn(minutes: number): Promise<void> {
    this.at += minutes * MINUTE + 1000;
    await setInstant(app, new Date(this.at).toISOString());
  }
  get now(): number {
    return this.at;
  }
  private in(minutes: number): string {
    return new Date(this.at + minutes * MINUTE).toISOString();
  }
  /** The next full hour that leaves the suppliers their time: members that call soon after each other mean the same. */
  get hour(): string {
    return new Date(Math.ceil((this.at + 30 * MINUTE) / (60 * MINUTE)) * 60 * MINUTE).toISOString();
  }

  async take(step: Step, seen: Seen): Promise<{ status: number; code: string }> {
    const { action, by, of, given } = step;
    const right = given !== 'wrong';
    const path = PATHS[action];
    const bid = seen.bids.find(({ id }) => id === this.bid(of));
    const version = (path === undefined ? seen.version : (bid?.version ?? 0)) + (given === 'stale' ? 7 : 0);
    const url =
      path === undefined
        ? `/api/v1/tenders/${this.talks.review.id}/review/actions/${action.replaceAll('_', '-')}`
        : `/api/v1/bids/${this.bid(of)}/consultation/${path}`;
    const sent = app.http.post(url).set(this.by(by).auth);
    if (path === undefined || path.startsWith('actions/')) void sent.set('If-Match', `"${version}"`);
    const { status, body } = await sent.send({ ...(path === undefined && { lot: 1 }), ...this.body(step, right) });
    return { status, code: (body as { code?: string }).code ?? '' };
  }

  private body({ action, given }: Step, right: boolean): object {
    switch (action) {
      case 'change_requirement':
        return { reason: '磋商中明确', ...(right && { requirement: '每周上门两次' }) };
      case 'confirm_requirement':
        return { respondBy: this.in(right ? 40 : 10) };
      case 'refuse_requirement':
      case 'withdraw_from_consultation':
        return right ? { reason: '条件不再适合' } : {};
      case 'submit_response':
        return { statement: given };
      case 'request_final_offers':
        return { deadlineAt: right ? this.hour : this.in(10) };
      case 'submit_final_offer':
        return { content: offer(PRICES[given]) };
      default:
        return {};
    }
  }
}
/** The ceiling is 200,000 yuan. */
const PRICES = { right: '150000.00', wrong: '200000.01', stale: '149999.00' };

/** What a step that was done must have told, nothing more and nothing less: by hand, from the law that the table names. */
function toldOf(driving: Driving, { action, by }: Step, before: Seen, after: Seen): string[] {
  const taking = before.bids.filter(({ state }) => state === 'valid');
  const went = (state: string) => Array.from({ length: taking.length - left(after) }, () => state);
  const dissolved = after.state === 'failed' ? ['review dissolve'] : [];
  switch (action) {
    case 'submit_response':
    case 'withdraw_from_consultation':
      return [`bid ${action}`];
    // Sealed: nobody learns of it before all are opened.
    case 'submit_final_offer':
      return [];
    case 'request_final_offers': {
      const called = driving.calls.get(by);
      const agreed = [...driving.calls.values()].filter((at) => at === called).length >= 2;
      if (!agreed) return ['review find'];
      expect(left(after)).toBe(taking.filter(({ answered }) => answered !== false).length);
      expect(after.state).toBe(left(after) >= 2 ? 'final_offers_requested' : 'failed');
      return ['review find', ...went('bid reject'), 'lot request_final_offers', ...dissolved];
    }
    case 'close_final_offers': {
      const offers = [...driving.offers];
      const sealed = offers.map(() => 'bid submit_final_offer');
      if (offers.length < 2) return [...sealed, 'lot close_final_offers', ...dissolved];
      expect(left(after)).toBe(offers.filter(([, price]) => price !== 'wrong').length);
      const short = left(after) < 2 ? ['lot fall_short'] : [];
      const opened = offers.map(() => 'bid open_final_offer');
      return [...sealed, ...opened, ...went('bid reject'), 'lot close_final_offers', ...short, ...dissolved];
    }
    default:
      return [`lot ${action}`];
  }
}
/** One statement for each instant that changed: the deadline of the final offers, that they were opened, the end of the lot. */
function signedOf({ action }: Step, before: Seen, after: Seen): string[] {
  const changed = [
    action === 'request_final_offers' && after.state === 'final_offers_requested',
    action === 'close_final_offers',
    after.state !== before.state && ['failed', 'cancelled'].includes(after.state),
  ];
  return changed.filter(Boolean).map(() => 'opening_instant sign');
}
const left = ({ bids }: Seen): number => bids.filter(({ state }) => state === 'valid').length;

/** What the run remembers of a step that was done. */
function remember(driving: Driving, { action, of, given }: Step, before: Seen): void {
  if (action === 'submit_response') driving.answers.set(`${of} ${before.change ?? ''}`, given);
  if (action === 'submit_final_offer') driving.offers.set(of, given);
  if (action.endsWith('_requirement')) driving.calls.clear();
}
/** The same again: it is answered as before, and changes nothing. */
const isRepeated = (driving: Driving, { action, by, of, given }: Step, { change }: Seen): boolean =>
  by === of &&
  ((action === 'submit_response' && driving.answers.get(`${of} ${change ?? ''}`) === given) ||
    (action === 'submit_final_offer' && driving.offers.get(of) === given));

/** Whether the table lets this person do it here: what is refused all the same is refused by a guard that it names. */
const wayOf = ({ action, by, of }: Step, { state }: Seen) =>
  LOT_CONSULTATION.find(
    (way) =>
      way.action === action &&
      (way.from as readonly string[]).includes(state) &&
      (way.who === 'bid.make' ? by === of : (WHO[way.who] ?? []).includes(by)),
  );

async function drive(steps: readonly Step[], seen: Record<'taken' | 'refused' | 'codes', Set<string>>): Promise<void> {
  const driving = await Driving.begin();
  const states = new Map<string, string>();
  let { last } = await toldSince(app, '0');
  for (const step of steps) {
    await driving.goOn(step.action === WAIT ? 25 : 0);
    if (step.action === WAIT) continue;
    const before = await driving.see();
    const called = step.given === 'wrong' ? '' : driving.hour;
    const isClock = step.action === 'close_final_offers';
    const isDue = before.state === 'final_offers_requested' && driving.now > (before.deadline?.getTime() ?? Infinity);
    if (isClock) await app.running.app.get(FinalOffersWork).perform(driving.lot);
    const { status, code } = isClock ? { status: isDue ? 200 : 409, code: '' } : await driving.take(step, before);
    const after = await driving.see();
    const fresh = await toldSince(app, last);
    last = fresh.last;
    driven += 1;
    const told = [step.action, step.by, step.of, step.given, before.state, status, code];
    expect([...told, fresh.audit]).toEqual([...told, fresh.rows.length]);
    if (status === 200 && isRepeated(driving, step, before)) {
      expect([...told, after, fresh.rows]).toEqual([...told, before, []]);
      continue;
    }
    const own = wayOf(step, before);
    if (status === 200) {
      expect([...told, isClock || own !== undefined]).toEqual([...told, true]);
      remember(driving, step, before);
      if (step.action === 'request_final_offers') driving.calls.set(step.by, called);
      const rows = fresh.rows.map(({ type, action }) => `${type} ${action}`);
      expect([...told, ...rows.toSorted()]).toEqual([
        ...told,
        ...[...toldOf(driving, step, before, after), ...signedOf(step, before, after)].toSorted(),
      ]);
      mustBeWays(fresh.rows, states, TABLES, ['submit_response', 'submit_final_offer']);
      const to = LOT_CONSULTATION.find(({ action }) => action === step.action)?.to ?? before.state;
      expect([...told, [to, before.state, 'failed'].flat().includes(after.state)]).toEqual([...told, true]);
      expect(after).not.toEqual(before);
      seen.taken.add(step.action);
      noteDriven(lotLifecycle.name, step.action);
    } else {
      expect([400, 403, 404, 409, 412, 422]).toContain(status);
      expect([...told, after, fresh.rows]).toEqual([...told, before, []]);
      const mayBe: readonly string[] = [...(own?.guards ?? []), 'validation_failed', 'stale_version'];
      expect([...told, own === undefined || mayBe.includes(code)]).toEqual([...told, true]);
      seen.refused.add(step.action);
      seen.codes.add(code);
    }
    expect([...told, await invariants.listBroken()]).toEqual([...told, []]);
  }
  await mustEnd(driving);
}

/** Wherever a run has come to, the buyer can end it. */
async function mustEnd(driving: Driving): Promise<void> {
  const { state } = await driving.see();
  if (state === 'failed') return;
  const words = { reason: '计划调整', ground: 'unforeseen_change', reference: '财监〔2025〕7号' };
  const { status } = await actOnLot(app, driving.lot, 'cancel', words, bureau.approver);
  expect([state, status, (await driving.see()).state]).toEqual([state, 200, 'cancelled']);
}

describe('whatever is asked of a consultation, in whatever order', () => {
  it('legal steps go by the tables and tell what they must, others are refused and leave nothing', async () => {
    const seen = { taken: new Set<string>(), refused: new Set<string>(), codes: new Set<string>() };
    const usual = fc.record({
      way: fc.constantFrom(...USUAL),
      from: fc.nat(14),
      more: fc.array(extra, { maxLength: 10 }),
    });
    const mixed = usual.map(({ way, from, more }) => [...way.slice(0, from), ...more, ...way.slice(from)]);
    await fc.assert(
      fc.asyncProperty(mixed, (steps) => drive(steps, seen)),
      {
        numRuns: scaleRounds(14) + USUAL.length,
        seed: 20_251_103,
        endOnFailure: true,
        examples: USUAL.map((steps) => [steps]),
      },
    );
    expect([...seen.taken].toSorted()).toEqual(ACTIONS.toSorted());
    expect([...seen.refused].toSorted()).toEqual(ACTIONS.toSorted());
    expect([...seen.codes]).toEqual(
      expect.arrayContaining(['not_permitted', 'not_found', 'wrong_state', 'stale_version', 'final_offer_made']),
    );
    const left = await app.dataSource.query<unknown[]>(`SELECT FROM bid WHERE state = 'withdrawn_in_consultation'`);
    expect(left.length).toBeGreaterThan(0);
  });
});
