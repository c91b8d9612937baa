import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bidLifecycle } from '../../src/purchase/bids/bid.lifecycle.js';
import { reviewLifecycle } from '../../src/purchase/reviews/review.lifecycle.js';
import { lotLifecycle } from '../../src/purchase/tenders/lots/lot.lifecycle.js';
import type { Lifecycle } from '../../src/kernel/actions/lifecycle.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { bidAll, Bidding, issueTender, makeBidders, offer, OPEN_TENDER, openTenderBids } from '../support/bidding.js';
import type { Bidder } from '../support/bidding.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { haveDrawn } from '../support/experts.js';
import { ALL_MEMBERS, makeReviewers, Reviewing } from '../support/reviews.js';
import { BROKEN } from './invariants.js';
import { mustBeWays, toldSince } from './ways.js';
import { scaleRounds } from '../support/rounds.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const SEED = 20_251_103;
const TABLES: Readonly<Record<string, Lifecycle>> = {
  review: reviewLifecycle,
  lot: lotLifecycle,
  bid: bidLifecycle,
};

/** What must never be of a review, beside what must never be at all: each statement answers the rows that break it. */
const UNLAWFUL: Readonly<Record<string, string>> = {
  ...BROKEN,
  'a lot has one panel at most': `SELECT lot_id FROM review WHERE state <> 'dissolved' GROUP BY lot_id HAVING count(*) > 1`,
  'who has scored for all to see has declared no tie': `SELECT m.id FROM review v JOIN review_member m ON m.review_id = v.id AND m.ended_at IS NULL
     JOIN review_declaration d ON d.member_id = m.id AND d.tie IS NOT NULL WHERE v.state IN ('revealed', 'reported')`,
  'what is revealed or reported was locked by a lawful panel': `SELECT v.id FROM review v JOIN review_member m ON m.review_id = v.id AND m.ended_at IS NULL
     WHERE v.state IN ('revealed', 'reported') GROUP BY v.id
     HAVING count(*) < 5 OR count(*) % 2 = 0 OR count(*) FILTER (WHERE m.kind = 'expert') * 3 < count(*) * 2 OR bool_or(m.locked_at IS NULL)`,
  'a bid is valid by both checks, and rejected by one': `SELECT d.id FROM bid d JOIN lot l ON l.id = d.lot_id JOIN review v ON v.lot_id = l.id
     WHERE (d.state = 'valid' AND 2 > (SELECT count(*) FROM bid_check c WHERE c.bid_id = d.id AND c.passed))
       OR (d.state = 'rejected' AND NOT EXISTS (SELECT FROM bid_check c WHERE c.bid_id = d.id AND NOT c.passed))`,
  'the panel found of conformity what more than half of it found': `SELECT c.bid_id FROM bid_check c JOIN bid d ON d.id = c.bid_id
     JOIN review v ON v.lot_id = d.lot_id AND v.state <> 'dissolved'
     WHERE c.stage = 'conformity' AND NOT EXISTS (SELECT FROM review_member m WHERE m.review_id = v.id AND m.ended_at IS NOT NULL)
       AND 2 * (SELECT count(*) FROM panel_finding f JOIN review_member m ON m.id = f.member_id
                WHERE m.review_id = v.id AND f.bid_id = c.bid_id AND f.stage = c.stage AND f.passed = c.passed)
         <= (SELECT count(*) FROM review_member m WHERE m.review_id = v.id)`,
};

const PANEL = ['m0', 'm1', 'm2', 'm3', 'm4'] as const;
const ACTORS = ['officer', 'approver', ...PANEL, 'spare', 'stranger'] as const;
type Actor = (typeof ACTORS)[number];
/** Whose steps they are: the buyer's, or those of who sits in the panel. */
const BUYERS = ['appoint', 'remove_member', 'replace_member', 'qualify', 'note_unsigned'];
const MEMBERS = ['declare', 'check_conformity', 'begin_scoring', 'lock', 'sign', 'dissent', 'correct_score', 'report'];

interface Step {
  action: string;
  by: Actor;
  /** False: something that the rules refuse. */
  right: boolean;
}
const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom(...BUYERS, ...MEMBERS, 'ask_explanation'),
  by: fc.constantFrom<Actor>(...ACTORS, ...PANEL),
  right: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});
const all = (action: string, members: readonly Actor[] = PANEL): Step[] =>
  members.map((by) => ({ action, by, right: true }));
const CHECKED = [
  ...all('declare'),
  ...all('qualify', ['officer']),
  ...all('check_conformity', ['m0', 'm1', 'm2']),
  ...all('begin_scoring', ['m0']),
];
/** Ways that reviews go; random steps come between and behind. */
const USUAL: Step[][] = [
  [...all('appoint', ['officer']), ...all('remove_member', ['officer']), ...all('declare')],
  [
    ...CHECKED,
    ...all('lock'),
    ...all('sign', ['m0', 'm1', 'm2', 'm3']),
    ...all('dissent', ['m4']),
    ...all('report', ['m0']),
  ],
  [...CHECKED, ...all('lock', ['m0', 'm1']), ...all('replace_member', ['officer'])],
  [...all('remove_member', ['officer']), ...all('declare'), ...all('qualify', ['officer']), ...all('check_conformity')],
];

let app: TestApp;
let bureau: Bureau;
let people: Record<Actor, TestAccount>;
let bidders: Bidder[];
let driven = 0;
beforeAll(async () => {
  app = await startTestApp();
  await setBusinessTime(app, ISSUE);
  await makeThreshold(app);
  bureau = await makeBureau(app);
  const [m0, m1, m2, m3, m4, spare, stranger] = (await makeReviewers(app, 7)) as [
    TestAccount,
    TestAccount,
    TestAccount,
    TestAccount,
    TestAccount,
    TestAccount,
    TestAccount,
  ];
  people = { officer: bureau.officer, approver: bureau.approver, m0, m1, m2, m3, m4, spare, stranger };
  bidders = await makeBidders(app, 3);
});
afterAll(async () => {
  process.stdout.write(`steps on reviews: ${driven}\n`);
  await app.close();
});

class Driving {
  private constructor(private readonly review: Reviewing) {}

  static async begin(): Promise<Driving> {
    const panel = PANEL.map((name) => people[name]);
    const review = await Reviewing.begin(app, bureau, panel, ['150000.00', '160000.00', '170000.00', '180000.00']);
    await review.appointAll(ALL_MEMBERS);
    return new Driving(review);
  }

  get lot(): Promise<{ state: string; review: string | null; seated: string[]; left: string[]; all: number }> {
    return app.dataSource
      .query(
        `SELECT l.state, v.state AS review, ARRAY(SELECT m.user_id::text FROM review_member m WHERE m.review_id = v.id AND m.ended_at IS NULL ORDER BY m.user_id) AS seated,
           ARRAY(SELECT d.id::text FROM bid d WHERE d.lot_id = l.id AND d.state IN ('opened', 'valid') ORDER BY d.price) AS left,
           (SELECT count(*)::int FROM audit_entry) AS all
         FROM lot l LEFT JOIN review v ON v.lot_id = l.id AND v.state <> 'dissolved' WHERE l.tender_id = $1`,
        [this.review.id],
      )
      .then((found) => (found as Awaited<Driving['lot']>[])[0] as Awaited<Driving['lot']>);
  }

  /** Whoever may come into the panel was drawn for it: what is asked then is one step. */
  drawSpare(): Promise<void> {
    return haveDrawn(app, this.review.id, people.officer, [people.spare.id, people.m0.id]);
  }

  async take({ action, by, right }: Step): Promise<{ status: number; code: string }> {
    const { left } = await this.lot;
    const who = people[by];
    const post = async (path: string, body: object) => {
      const [status, code] = await this.review.code(path, body, who);
      return { status, code };
    };
    const results = left.map((bid, i) => ({
      bid,
      passed: right || i > 0,
      ...(!right && i === 0 && { ground: 'documents', detail: '缺少承诺函' }),
    }));
    const [first = ''] = left;
    const members = (await this.review.read()).members;
    const last = members.at(-1)?.id ?? 'none';
    const ending = { reason: '住院', ...(right && { ground: 'health' }) };
    switch (action) {
      case 'appoint':
        return post('members', { user: people[right ? 'spare' : 'm0'].id, kind: 'expert' });
      case 'remove_member':
        return post(`members/${last}/actions/remove`, ending);
      case 'replace_member':
        return post(`members/${last}/actions/replace`, { ...ending, user: people.spare.id });
      case 'declare':
        return post('declarations', { declarations: right ? left.map((bid) => ({ bid })) : [] });
      case 'qualify':
        return post('actions/qualify', { results });
      case 'check_conformity':
        return post('actions/check-conformity', { results });
      case 'begin_scoring':
        return post('actions/begin-scoring', {});
      case 'lock':
        return post('score-sheets', { ...this.review.sheet(() => ['40', '24'], right ? left : []), lock: true });
      case 'sign':
        return post('signatures', {});
      case 'dissent':
        return post('dissents', { reason: '评分依据不足' });
      case 'correct_score':
        return post('corrections', { bid: first, criterion: 3, points: '23', ground: 'extreme', reason: '复核' });
      case 'ask_explanation':
        return post('explanations', { bid: first, dueAt: '2025-11-05T09:00:00+08:00', reason: '偏低' });
      case 'note_unsigned':
        return post('actions/note-unsigned', { member: last, reason: '拒绝签字' });
      default:
        return post('actions/report', {});
    }
  }
}

async function drive(steps: readonly Step[], taken: Set<string>, refused: Set<string>): Promise<void> {
  const driving = await Driving.begin();
  const states = new Map<string, string>();
  let { last } = await toldSince(app, '0');
  for (const each of steps) {
    if (['appoint', 'replace_member'].includes(each.action)) {
      await driving.drawSpare();
      ({ last } = await toldSince(app, last));
    }
    const before = await driving.lot;
    const { status, code } = await driving.take(each);
    const after = await driving.lot;
    driven += 1;
    const told = [each.action, each.by, each.right, before.state, before.review, status, code];
    const { rows: fresh, audit, ...until } = await toldSince(app, last);
    last = until.last;
    // One row of audit for each of the outbox, and none of what was refused.
    expect([...told, audit, after.all - before.all]).toEqual([...told, fresh.length, fresh.length]);
    if (status === 200) {
      const may = BUYERS.includes(each.action) ? each.by === 'officer' : before.seated.includes(people[each.by].id);
      expect([...told, may, fresh.length > 0]).toEqual([...told, true, true]);
      mustBeWays(fresh, states, TABLES);
      const steps = fresh.filter(({ type }) => type === 'review' || type === 'lot');
      const own = steps.filter(({ action }) => action === each.action || action === 'find');
      expect([...told, own.length > 0]).toEqual([...told, true]);
      taken.add(each.action);
    } else {
      expect([400, 403, 404, 409, 422]).toContain(status);
      expect([...told, after]).toEqual([...told, before]);
      refused.add(code);
    }
  }
}

describe('whatever is asked of a review, in whatever order', () => {
  it('legal steps go by the tables with one row each, others are refused and leave nothing', async () => {
    const [taken, refused] = [new Set<string>(), new Set<string>()];
    const usual = fc.record({
      way: fc.constantFrom(...USUAL),
      from: fc.nat(12),
      extra: fc.array(step, { maxLength: 10 }),
    });
    const mixed = usual.map(({ way, from, extra }) => [...way.slice(0, from), ...extra, ...way.slice(from)]);
    await fc.assert(
      fc.asyncProperty(mixed, (steps) => drive(steps, taken, refused)),
      {
        numRuns: scaleRounds(9) + USUAL.length,
        seed: SEED,
        endOnFailure: true,
        examples: USUAL.map((steps) => [steps]),
      },
    );
    for (const action of [
      ...BUYERS.filter((a) => a !== 'note_unsigned'),
      ...MEMBERS.filter((a) => a !== 'correct_score'),
    ])
      expect([action, taken.has(action)]).toEqual([action, true]);
    for (const code of ['not_permitted', 'wrong_state']) expect([code, refused.has(code)]).toEqual([code, true]);
    for (const [statement, sql] of Object.entries(UNLAWFUL))
      expect([statement, await app.dataSource.query(sql)]).toEqual([statement, []]);
  }, 600_000);
});

describe('whatever a bidder does with a sealed bid, in whatever order', () => {
  const move = fc.constantFrom('submit one', 'submit other', 'withdraw', 'restore');

  it('it goes by the table, is told of by nobody before the opening, and by one row each after it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 2, maxLength: 7 }), async (moves) => {
        await setBusinessTime(app, ISSUE);
        const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
        const [lot = ''] = lots;
        const others = await bidAll(app, bidders.slice(1), lot, ['160000.00', '170000.00']);
        const third = await Bidding.begin(app, bidders[0] as Bidder, lot);
        const quiet = async (): Promise<number> =>
          (await app.dataSource.query<[{ n: number }]>(`SELECT count(*)::int AS n FROM audit_entry`))[0].n;
        const before = await quiet();
        let state = 'draft';
        let last = '';
        let changes = 0;
        for (const each of [...moves, 'submit one']) {
          const [action, which] = each.split(' ') as ['submit' | 'withdraw' | 'restore', string | undefined];
          const content = which !== undefined && { content: offer(which === 'one' ? '150000.00' : '151000.00') };
          const { status } = await third.act(
            action,
            content || (action === 'restore' ? { content: offer('1.00') } : {}),
          );
          const way = bidLifecycle.transitions.find((w) => w.action === action && (w.from as string[]).includes(state));
          // What is asked again is answered as before: a submission of the same, a withdrawal of what is withdrawn.
          const again = action === 'submit' ? state === 'submitted' && last === which : state === 'withdrawn';
          const right = action !== 'restore' && (way !== undefined || again);
          expect([each, state, status === 200]).toEqual([each, state, right]);
          if (status === 200 && !again) {
            changes += 1;
            state = way?.to as string;
            last = which ?? '';
          }
          expect((await third.read()).state).toBe(state);
        }
        expect(await quiet()).toBe(before);
        await setBusinessTime(app, '2025-12-01T09:31:00+08:00');
        await openTenderBids(app, bureau, tender);
        const count = async (id: string) =>
          (
            await app.dataSource.query<[{ n: number; outbox: number }]>(
              `SELECT count(*)::int AS n, (SELECT count(*)::int FROM outbox WHERE aggregate_id = $1) AS outbox
               FROM audit_entry WHERE aggregate_id = $1`,
              [id],
            )
          )[0];
        expect(await count(third.id)).toEqual({ n: changes + 1, outbox: changes + 1 });
        for (const { id } of others) expect(await count(id)).toEqual({ n: 2, outbox: 2 });
      }),
      { numRuns: scaleRounds(8), seed: SEED, endOnFailure: true },
    );
  }, 600_000);
});
