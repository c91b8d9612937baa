import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import type { TestAccount } from '../support/accounts.js';
import { prepareScene, startTestApp, type TestApp, type TestAppOptions } from '../support/app.js';
import { Bidding, documentOf, issueTender, makeBidder, opening, type Bidder } from '../support/bidding.js';
import { Channels, listDifferences } from '../support/channels.js';
import { makeBureau, PLAN, type Bureau, makeThreshold } from '../support/drafts.js';
import { docx } from '../support/files.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { differing, everybody, tie, type Views } from '../support/non-interference.js';
import { dropScene, type Scene } from '../support/scenes.js';

const ISSUED = '2025-11-03T09:00:00+08:00';
/** A minute after the deadline, and after one that was three days later. */
const DUE = '2025-11-14T09:31:00+08:00';
const DUE_LATER = '2025-11-17T09:31:00+08:00';

/** What a bid says, and nobody may be sent before the opening. */
const PLANTED = {
  price: '187654.32',
  statement: '密封方案：夜间陪护与应急响应',
  items: [{ no: 1, name: '密封条目甲', amount: '187654.32' }],
  team: [{ name: '密封督导乙', role: '督导', qualification: null }],
  contacts: [{ name: '密封联系人丙', phone: '010-55557777' }],
};
const FILE = { name: '密封标书戊.docx', text: '密封正文己', author: '密封作者庚' };
const WORDS = [
  ...['187654.32', '密封方案', '密封条目甲', '密封督导乙', '密封联系人丙', '010-55557777', '01055557777'],
  ...['密封标书戊', '密封正文己', '密封作者庚'],
];
/** Eight digits alone: within a longer number or identifier (instants of traces have nineteen digits) they come by chance. */
const NUMBERS = ['18765432', '55557777'];
const foundIn = (texts: readonly string[]): string[] => [
  ...WORDS.filter((word) => texts.some((text) => formsOf(word).some((form) => text.includes(form)))),
  ...NUMBERS.filter((number) => texts.some((text) => text.includes(Buffer.from(number).toString('hex')))),
  ...NUMBERS.flatMap((number) => {
    const alone = new RegExp(`(?<![0-9a-f])${number}(?![0-9a-f])`, 'i');
    return texts.filter((text) => alone.test(text)).map(() => number);
  }),
];
const formsOf = (word: string): string[] => [
  ...[word, JSON.stringify(word).slice(1, -1), encodeURIComponent(word)],
  Buffer.from(word).toString('hex'),
];

/** Everybody who is told of a purchase, on every way, before it is issued: each world begins as a clone of this one. */
interface Beginning {
  channels: Channels;
  scene: Scene;
  bureau: Bureau;
  people: ReadonlyMap<string, TestAccount | null>;
  bidders: readonly Bidder[];
  rival: Bidder;
}

/** Whoever has signed in before the first world acts in the last one too. */
const buildOptions = (channels: Channels, scene?: Scene): TestAppOptions => ({
  env: { ...channels.env, ACCESS_TOKEN_SECONDS: '86400' },
  scene,
});

async function begin(): Promise<Beginning> {
  const channels = await Channels.start();
  const { scene, prepared } = await prepareScene(buildOptions(channels), async (app) => {
    await allowFixedInstant(app);
    await setInstant(app, ISSUED);
    const bureau = await makeBureau(app);
    await makeThreshold(app);
    const people: Map<string, TestAccount | null> = await everybody(app, bureau.id);
    // One after the other: what is on record of them has one order.
    const bidders = [await makeBidder(app), await makeBidder(app), await makeBidder(app)];
    const rival = await makeBidder(app);
    people.set('a rival', rival.user).set('the buyer’s officer', bureau.officer).set('its approver', bureau.approver);
    await channels.open(app, people);
    await channels.open(app, new Map(bidders.map(({ user }, i) => [`bidder ${i}`, user])));
    return { bureau, people, bidders, rival };
  });
  return { channels, scene, ...prepared };
}

/** A purchase with everybody who is told of it on every way, before so many bids for it are opened. */
class World {
  private isRunning = true;

  private constructor(
    readonly app: TestApp,
    readonly channels: Channels,
    readonly bureau: Bureau,
    readonly tender: string,
    private readonly people: ReadonlyMap<string, TestAccount | null>,
    private readonly due: string,
  ) {}

  static async make(beginning: Beginning, count: number, deadlineAt?: string): Promise<World> {
    const { bureau, people, bidders, rival } = beginning;
    const channels = beginning.channels.forAnother();
    const app = await startTestApp(buildOptions(channels, beginning.scene));
    const issued = await issueTender(app, bureau, deadlineAt ? { plan: { ...PLAN, deadlineAt } } : {});
    await tie(app, people, issued.tender, bureau.officer);
    await Bidding.begin(app, rival, issued.lots[0] ?? '', { price: '120000.00' });
    for (const bidder of bidders.slice(0, count)) await bid(app, bidder, issued.lots[0] ?? '');
    return new World(app, channels, bureau, issued.tender, people, deadlineAt ? DUE_LATER : DUE);
  }

  /** What everybody but the bidders was told: while bids are taken, once they are due, and once their opening is asked for. */
  async look(): Promise<Record<'open' | 'due' | 'asked', Views>> {
    const open = await this.tellAndRead();
    await this.waitUntilDue();
    const due = await this.tellAndRead();
    const asked = await opening(this.app, this.tender, this.bureau.officer, 'request_opening');
    if (asked.status !== 200) throw new Error(asked.text);
    return { open, due, asked: await this.tellAndRead() };
  }

  waitUntilDue(): Promise<void> {
    return setInstant(this.app, this.due);
  }

  /** What everybody was told, or these alone. */
  async tellAndRead(names = [...this.people.keys()]): Promise<Views> {
    await this.channels.tell(this.app);
    const people = new Map([...this.people].filter(([name]) => names.includes(name)));
    return this.channels.read(this.app, people, this.tender);
  }

  async tellPrograms(): Promise<Views> {
    await this.channels.tell(this.app);
    return this.channels.readPrograms(this.people);
  }

  readCalendars(): Promise<string[]> {
    return this.channels.readCalendars(this.app);
  }

  /** The product is at its end, and has sent what it had. */
  async stop(): Promise<void> {
    if (this.isRunning) await this.app.close();
    this.isRunning = false;
  }
}

/** Begun, with a file, submitted, withdrawn, and submitted anew; its receipt is read. */
async function bid(app: TestApp, bidder: Bidder, lot: string): Promise<void> {
  const made = await Bidding.begin(app, bidder, lot, PLANTED);
  const file = await documentOf(made, docx(FILE.text, { author: FILE.author }), FILE.name);
  const content = { ...PLANTED, documents: [file] };
  for (const [action, body] of [
    ['submit', { content }],
    ['withdraw', {}],
    ['submit', { content }],
  ] as const) {
    const answer = await made.act(action, body);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.text}`);
  }
  await made.receipt().expect(200);
}

describe('what is told before the opening', () => {
  let beginning: Beginning;
  let none: World;
  let seen: Record<'open' | 'due' | 'asked', Views>;
  beforeAll(async () => {
    beginning = await begin();
    none = await World.make(beginning, 0);
    seen = await none.look();
  });
  afterAll(async () => {
    await none.stop();
    await beginning.channels.close();
    await dropScene(beginning.scene);
  });

  const waysOf = (names: readonly string[]): string[] => [...new Set(names.map((name) => name.split(' ')[0] ?? ''))];

  it('reaches everybody by inbox, mail, program, calendar, search and table', () => {
    const { programs, mails, posts } = none.channels.reach;
    expect(programs).toEqual(expect.arrayContaining(['bureau_officer', 'supervisor', 'integrator', 'a rival']));
    expect(mails).toBeGreaterThan(20);
    expect(posts).toBeGreaterThan(10);
    expect(waysOf(Object.keys(seen.due)).sort()).toEqual(['calendar', 'inbox', 'mail', 'table', 'webhook']);
    expect(seen.open['inbox a rival']).toContain('saved_search_found');
    expect(seen.due['inbox the buyer’s officer']).toContain('opening_request');
    expect(seen.due['mail the buyer’s officer']).toContain('可开启的投标（响应）文件，到期日 2025-11-14');
    expect(seen.due['calendar the buyer’s officer']).toContain('opening_request-id@throughline');
    expect(seen.asked['inbox its approver']).toContain('opening_order');
    expect(seen.asked['webhook bureau_officer']).toContain('tender.issue');
    expect(seen.asked['table bureau_officer /api/v1/me/tasks']).toMatch(/^200/);
    expect(seen.due['table a rival /api/v1/bids']).toMatch(/^200/);
  });

  it.each([1, 3])(
    'is the same for everybody else whether none or %i have bid, and says no word of a bid',
    async (n) => {
      const world = await World.make(beginning, n);
      try {
        const told = await world.look();
        for (const when of ['open', 'due', 'asked'] as const)
          expect([when, listDifferences(seen[when], told[when])]).toEqual([when, []]);
        const sent = world.channels.reach;
        expect([sent.programs, sent.posts]).toEqual([none.channels.reach.programs, none.channels.reach.posts]);
        const read = [
          ...Object.values(told).flatMap((views) => Object.values(views)),
          ...(await world.readCalendars()),
        ];
        await world.stop();
        expect(world.channels.sent.length).toBeGreaterThan(50);
        expect(foundIn([...read, ...world.channels.sent])).toEqual([]);
        // What was traced is sent at the end at the latest: of a bid it is nothing.
        expect(world.channels.spans).toContain('GET /api/v1/me/tasks');
        expect(world.channels.spans.filter((name) => /^(POST|PUT|PATCH) .*bids/.test(name))).toEqual([]);
      } finally {
        await world.stop();
      }
    },
  );

  it('would differ with a moved deadline, on every way that says days', async () => {
    const later = await World.make(beginning, 0, '2025-11-17T09:30:00+08:00');
    try {
      await later.waitUntilDue();
      // The officer is told on each of them.
      const told = await later.tellAndRead(['the buyer’s officer']);
      const officers = Object.fromEntries(Object.keys(told).map((name) => [name, seen.due[name] ?? '']));
      expect(waysOf(differing(officers, told))).toEqual(expect.arrayContaining(['calendar', 'inbox', 'mail', 'table']));
    } finally {
      await later.stop();
    }
  });

  it('would show an event of a bid that the buyer is told of, and any word of it', async () => {
    none.channels.resume();
    const before = await none.tellPrograms();
    const change = { aggregate: 'tender', id: none.tender, action: 'bid_received', dataset: 'live' };
    const data = { price: PLANTED.price };
    await none.app.running.app
      .get(Transactions)
      .run(SYSTEM, (tx) => tx.record({ ...change, data, tenants: [none.bureau.id] }));
    const after = await none.tellPrograms();
    expect(differing(before, after)).toContain('webhook bureau_officer');
    expect(foundIn(none.channels.sent)).toEqual(['187654.32']);
  });
});
