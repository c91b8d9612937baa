import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Transition } from '../../src/kernel/actions/lifecycle.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

import { startBusinessAt, makeThreshold } from '../support/drafts.js';
import { makeEverybody, type People } from '../authorisation/people.js';
import { Resources } from '../authorisation/resources.js';
import { noteDriven } from '../support/seen.js';
import { DRIVEN_UNTIL_SIGNED, type Actor, type Driven, type State } from './driven.js';
import { DRIVEN_AFTERWARDS } from './driven-afterwards.js';
import { DRIVEN_DELIVERY } from './driven-delivery.js';
import { BROKEN, Invariants, SPOKEN_OF } from './invariants.js';
import { scaleRounds } from '../support/rounds.js';

const DRIVEN = [...DRIVEN_UNTIL_SIGNED, ...DRIVEN_DELIVERY, ...DRIVEN_AFTERWARDS];

let app: TestApp;
let people: People;
let resources: Resources;
let programme: string;
let invariants: Invariants;
let driven = 0;
let committed = 0;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  await makeThreshold(app);
  people = await makeEverybody(app);
  resources = await Resources.of(app, people);
  programme = await makeProgramme();
  invariants = await Invariants.open(app);
});
afterAll(async () => {
  process.stdout.write(`lifecycles driven over HTTP: ${DRIVEN.length}, steps: ${driven}\n`);
  await invariants.close();
  await app.close();
});

/** A programme whose one line has the money of two drafts and a half. */
async function makeProgramme(): Promise<string> {
  const officer = people.tied.bureau_officer;
  const ask = async (path: string, version: number, body: object): Promise<string> => {
    const answer = await app.http
      .post(`/api/v1/programmes${path}`)
      .set({ ...officer.auth, ...(version > 0 && { 'If-Match': `"${version}"` }) })
      .send(body);
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as { id: string }).id;
  };
  const id = await ask('', 0, { name: '2026', year: 2026, state: 'approved', source: { kind: 'statement' } });
  await ask(`/${id}/budget-lines`, 1, { name: '养老', category: 'ELDERLY_HOME_CARE', amount: '500000.00' });
  return id;
}

interface Step {
  action: string;
  by: Actor;
  right: boolean;
}
interface Seen {
  state: string;
  version: number;
  rows: { audit: number; outbox: number };
}

/** One thing of a lifecycle, as its people ask of it. */
class Driving {
  /** As its reader saw it last. */
  private shown: unknown = null;

  private constructor(
    private readonly of: Driven,
    private readonly params: Readonly<Record<string, string>>,
  ) {}

  private get at(): string {
    return this.of.below?.(this.params).at ?? `${this.of.path}/${this.params.id ?? ''}`;
  }
  private get id(): string {
    return this.of.below?.(this.params).id ?? this.params.id ?? '';
  }

  static async begin(of: Driven): Promise<Driving> {
    const { params } = await resources.make(of.resource);
    const driving = new Driving(of, params);
    if (of.begun !== undefined) await app.dataSource.query(of.begun(params)[0], [...of.begun(params)[1]]);
    if (of.prepared !== undefined) {
      const { auth } = people.tied[of.reader];
      const { version } = await driving.see();
      const answer = await app.http
        .patch(`/api/v1/${of.path}/${driving.id}`)
        .set({ ...auth, 'If-Match': `"${version}"` })
        .send(of.prepared(programme));
      if (answer.status !== 200) throw new Error(answer.text);
    }
    return driving;
  }

  async see(): Promise<Seen> {
    const { of, id } = this;
    const { read = this.at, found } = of.below?.(this.params) ?? {};
    const { body } = await app.http.get(`/api/v1/${read}`).set(people.tied[of.reader].auth).expect(200);
    const { state, version } = found?.(body) ?? (body as State);
    this.shown = body;
    const [rows] = await app.dataSource.query<{ audit: number; outbox: number }[]>(
      `SELECT (SELECT count(*)::int FROM audit_entry WHERE aggregate_id = $1 AND aggregate_type <> 'opening_instant') AS audit,
              (SELECT count(*)::int FROM outbox WHERE aggregate_id = $1 AND aggregate_type <> 'opening_instant') AS outbox`,
      [id],
    );
    return { state, version, rows: rows ?? { audit: -1, outbox: -1 } };
  }

  async take({ action, by, right }: Step, version: number) {
    const account: TestAccount = by === 'stranger' ? people.other.bureau_officer : people.tied[by];
    const [verb, path] = this.of.routes?.[action] ?? (['post', `actions/${action.replaceAll('_', '-')}`] as const);
    const bare = this.of.bare?.includes(action) === true;
    const answer = await app.http[verb](`/api/v1/${this.at}/${path}`)
      .set({ ...account.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': randomUUID() })
      .send({ ...(!bare && { reason: '说明' }), ...this.of.body?.(action, right, this.params, this.shown) });
    return { status: answer.status, code: (answer.body as { code?: string }).code ?? '' };
  }
}

type Way = Transition<string, string>;
/** The way of a step by the table and the hand-written list of who may; undefined where there is none. */
function wayOf({ table, who, by: only }: Driven, { action, by }: Step, state: string): Way | undefined {
  const own = table.transitions.filter(
    (way) => way.action === action && (only?.[action] ?? who[way.who] ?? []).includes(by),
  );
  return own.find((way) => way.from.includes(state));
}

/** What the steps on one thing came to: actions that were taken, and how the others were refused. */
interface Seeing {
  taken: Set<string>;
  refused: Set<number>;
  codes: Set<string>;
}

async function drive(of: Driven, steps: readonly Step[], { taken, refused, codes }: Seeing): Promise<void> {
  const driving = await Driving.begin(of);
  // Nobody else acts: what is seen after a step is what stands before the next.
  let after = await driving.see();
  for (const step of steps) {
    const before = after;
    const { status, code } = await driving.take(step, before.version);
    after = await driving.see();
    const way = wayOf(of, step, before.state);
    const done = status === 200;
    driven += 1;
    const told = [step.action, step.by, before.state, status, code];
    // Legal and done are the same but where a guard of that very way, or the form it asks for, says no.
    const mayBeRefused = [...(way?.guards ?? []), 'validation_failed', 'not_asked'];
    const asItShould = way === undefined ? !done : done || mayBeRefused.includes(code);
    expect([...told, asItShould]).toEqual([...told, true]);
    if (done) {
      const to = way?.to === undefined ? [before.state] : [way.to].flat();
      expect([...told, to.includes(after.state)]).toEqual([...told, true]);
      expect(after.rows).toEqual({ audit: before.rows.audit + 1, outbox: before.rows.outbox + 1 });
      taken.add(step.action);
      noteDriven(of.table.name, step.action);
      expect(await invariants.listBroken()).toEqual([]);
      const [row] = await app.dataSource.query<{ n: number }[]>(SPOKEN_OF.programme);
      committed += row?.n ?? 0;
    } else {
      expect([400, 403, 404, 409, 422]).toContain(status);
      expect(after).toEqual(before);
      refused.add(status);
      codes.add(code);
    }
  }
}

const SEED = 20_251_103;

describe.each(DRIVEN.map((of) => [of.resource, of] as const))(
  'whatever is asked of a %s, in whatever order',
  (_, of) => {
    it('legal steps go by the table with one row each, others are refused and leave nothing', async () => {
      const actions = [
        ...new Set(
          of.table.transitions.filter((way) => way.who !== 'clock' && way.who !== 'system').map((way) => way.action),
        ),
      ];
      const step: fc.Arbitrary<Step> = fc.record({
        action: fc.constantFrom(...actions),
        by: fc.constantFrom(...of.actors),
        right: fc.boolean(),
      });
      const [taken, refused, codes] = [new Set<string>(), new Set<number>(), new Set<string>()];
      const usual = of.usual.map(([action, by]): Step => ({ action, by, right: true }));
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), (steps) =>
          drive(of, steps, { taken, refused, codes }),
        ),
        { numRuns: scaleRounds(7), seed: SEED, endOnFailure: true, examples: [[usual]] },
      );
      // The property speaks of something: steps were taken and refused.
      expect([...codes, taken.size > 0]).toEqual([...codes, true]);
      expect([...refused]).toEqual(expect.arrayContaining([403, 409]));
    });
  },
);

describe('after all of it', () => {
  it.each(Object.entries(BROKEN))('%s', async (_, sql) => {
    expect(await app.dataSource.query<unknown[]>(sql)).toEqual([]);
  });

  it('tenders were on their way under a programme meanwhile', () => {
    expect(committed).toBeGreaterThan(0);
  });

  it('no audit row can be changed or taken away', async () => {
    for (const sql of [`UPDATE audit_entry SET action = 'x'`, `DELETE FROM audit_entry`])
      await expect(app.dataSource.query(sql)).rejects.toThrow();
  });
});
