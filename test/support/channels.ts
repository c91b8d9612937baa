import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { SavedSearches } from '../../src/desk/notifications/searches/saved-searches.service.js';
import { findListItem, listOperations } from '../../src/kernel/openapi/operations.js';
import { PLACE } from '../../src/kernel/outbox/relay-statements.js';
import type { TestAccount } from './accounts.js';
import { addresses } from './addresses.js';
import type { TestApp } from './app.js';
import { readDocument } from './document.js';
import { startMailServer, type MailServer } from './mail-server.js';
import { differing, type Views } from './non-interference.js';
import { sendDue } from './deliveries.js';

/** Where programs are told: listed by the operator's setting, and no other address of this machine is. */
const LISTED = '127.0.0.9';
/** Rounds in which everything that waits is sent: a run takes five of one receiver at a time. */
const ROUNDS = 40;

interface Received {
  path: string;
  body: string;
  headers: IncomingHttpHeaders;
}

/** Everybody who may be told of something, by the name under which they are compared. */
type People = ReadonlyMap<string, TestAccount | null>;

/** What the product tells it to: worlds that begin as one have the same addresses, and are told one after the other. */
class Servers {
  /** Each world's, in their order. Its number is in the address to which it sends its traces. */
  readonly worlds: Channels[] = [];
  private told: Channels | undefined;

  private constructor(
    private readonly mailServer: MailServer,
    private readonly receiver: Server,
  ) {}

  static async start(): Promise<Servers> {
    const receiver = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        servers.findWorld(path)?.received.push({ path, body: Buffer.concat(parts).toString(), headers });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((listening) => receiver.listen(0, LISTED, listening));
    const servers = new Servers(await startMailServer(), receiver);
    return servers;
  }

  get origin(): string {
    return `http://${LISTED}:${(this.receiver.address() as AddressInfo).port}`;
  }

  get mailUrl(): string {
    return this.mailServer.url;
  }

  private findWorld(path: string): Channels | undefined {
    const [, world] = /^\/world-(\d+)\//.exec(path) ?? [];
    return world === undefined ? this.told : this.worlds[Number(world)];
  }

  /** From here on this world is told. */
  turnTo(world: Channels): void {
    this.takeMails();
    this.told = world;
  }

  /** Gives the mails that have come to the world that is told. */
  takeMails(): void {
    this.told?.mails.push(...this.mailServer.mails.splice(0));
  }

  async close(): Promise<void> {
    this.receiver.closeAllConnections();
    await Promise.all([new Promise((closed) => this.receiver.close(closed)), this.mailServer.close()]);
  }
}

/** Mailboxes, programs and calendars of people, as real servers receive what the product tells them. */
export class Channels {
  readonly received: Received[] = [];
  readonly mails: MailServer['mails'] = [];
  private readonly no: number;

  private constructor(
    private readonly servers: Servers,
    private readonly calendars = new Map<string, string>(),
    private readonly endpoints = new Set<string>(),
  ) {
    this.no = servers.worlds.push(this) - 1;
    servers.turnTo(this);
  }

  static start = async (): Promise<Channels> => new Channels(await Servers.start());

  /** Those of a world that begins as this one did when they were opened: from here on it is told, until another is. */
  forAnother(): Channels {
    return new Channels(this.servers, this.calendars, this.endpoints);
  }

  /** This world is told again. */
  resume(): void {
    this.servers.turnTo(this);
  }

  /** What the product is set to, so that it tells these. */
  get env(): Record<string, string> {
    return {
      MAIL_URL: this.servers.mailUrl,
      MAIL_FROM: '接续 <desk@throughline.example>',
      WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32`,
      OTEL_EXPORTER_OTLP_ENDPOINT: `${this.servers.origin}/world-${this.no}`,
    };
  }

  /** Opens every way for each of them that they may open: inbox, mail at once, calendar, a search for anything, a program. */
  async open(app: TestApp, people: People): Promise<void> {
    for (const [name, account] of people) if (account) await this.openFor(app, name, account);
  }

  private async openFor(app: TestApp, name: string, { auth, login }: TestAccount): Promise<void> {
    const post = (path: string, body: object = {}) => app.http.post(`/api/v1/${path}`).set(auth).send(body);
    const address = `${login}@reader.example`;
    await app.http.put('/api/v1/me/mail-address').set(auth).send({ address }).expect(200);
    this.servers.takeMails();
    const mail = this.mails.find(({ to }) => to[0]?.address === address);
    const [code] = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(mail?.text ?? '') ?? [];
    await post('me/mail-address/confirm', { code }).expect(200);
    // What that mail says is drawn, and of no purchase.
    this.mails.length = 0;
    await app.http.put('/api/v1/me/inbox').set(auth).send({ muted: [], mail: 'at_once' }).expect(200);
    await post('saved-searches', { name: '全部', filters: { category: 'ELDERLY_HOME_CARE' } }).expect(201);
    const calendar = await post('me/calendar-key').expect(201);
    this.calendars.set(name, (calendar.body as { address: string }).address);
    // A key is held by who sits in a body with such a right; the others have none.
    const key = await post('api-keys', { name: '对接', scopes: ['changes.read'] });
    if (key.status !== 201) return;
    const apiKey = (key.body as { id: string }).id;
    await post('webhook-endpoints', { name: '对接', url: `${this.servers.origin}/hooks/${login}`, apiKey }).expect(201);
    this.endpoints.add(name);
  }

  /** Tells everybody all that there is to tell now, as the jobs of a running product do in their time. */
  async tell(app: TestApp): Promise<void> {
    const { running, dataSource } = app;
    await dataSource.query(PLACE, [100_000]);
    await running.app.get(SavedSearches).tell();
    await dataSource.query(`UPDATE inbox SET next_look_at = clock_timestamp()`);
    await running.app.get(Inboxes).look();
    for (let round = 0; ; round++) {
      await sendDue(app);
      const [left] = await dataSource.query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM delivery WHERE state = 'pending'`,
      );
      if (left?.n === 0) break;
      if (round === ROUNDS) throw new Error(`${left?.n} deliveries are left`);
    }
    this.servers.takeMails();
  }

  /** What each of them was told or may read by now, on every way; what differs by chance is written alike. */
  async read(app: TestApp, people: People, tender: string): Promise<Views> {
    const views: Views = {};
    // One after the other: asked at once, each is answered on a connection that knows none of its statements yet.
    for (const path of await listTables(app, tender))
      for (const [name, account] of people) {
        const asked = app.http.get(`${path}?format=csv`).set(account?.auth ?? {});
        const { status, text } = await asked.buffer(true);
        views[`table ${name} ${path.replace(tender, '…')}`] = `${status}\n${writeAlike(text, '\r\n')}`;
      }
    for (const [name, account] of people) {
      if (!account) continue;
      const inbox = await app.http.get('/api/v1/me/notifications?limit=200').set(account.auth).expect(200);
      const { items } = inbox.body as { items: object[] };
      views[`inbox ${name}`] = writeAlike(items.map((item) => JSON.stringify(item)).join('\n'));
      views[`mail ${name}`] = writeAlike(this.mailsTo(account).join('\n'));
      views[`webhook ${name}`] = this.readPosts(account);
      views[`calendar ${name}`] = writeAlike(await this.readCalendar(app, name), '\r\n');
    }
    return views;
  }

  /** What their programs were told alone. */
  readPrograms(people: People): Views {
    const accounts = [...people].flatMap(([name, account]) => (account ? [{ name, account }] : []));
    return Object.fromEntries(accounts.map(({ name, account }) => [`webhook ${name}`, this.readPosts(account)]));
  }

  private readPosts({ login }: TestAccount): string {
    const posts = this.received.filter(({ path }) => path === `/hooks/${login}`);
    return writeAlike(posts.map(({ body }) => body).join('\n'));
  }

  /** Who is told on which way at all: else nothing would be compared. */
  get reach(): { programs: readonly string[]; mails: number; posts: number } {
    const posts = this.received.filter(({ path }) => path.startsWith('/hooks/')).length;
    return { programs: [...this.endpoints], mails: this.mails.length, posts };
  }

  /** Every word that was sent out, decoded: mails with their headers, what programs and the collector of traces were sent. */
  get sent(): string[] {
    return [
      ...this.mails.map((mail) => JSON.stringify(mail)),
      ...this.received.map(({ path, body, headers }) => `${path} ${JSON.stringify(headers)} ${body}`),
    ];
  }

  /** Everybody's calendar, also of those who are not compared. */
  readCalendars(app: TestApp): Promise<string[]> {
    return Promise.all([...this.calendars.keys()].map((name) => this.readCalendar(app, name)));
  }

  /** Names of the spans that the collector of traces was sent. */
  get spans(): string[] {
    type Sent = { resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[] };
    return this.received
      .filter(({ path }) => path.endsWith('/v1/traces'))
      .flatMap(({ body }) => (JSON.parse(body) as Sent).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)));
  }

  private mailsTo({ login }: TestAccount): string[] {
    return this.mails
      .filter(({ to }) => to[0]?.address === `${login}@reader.example`)
      .map(({ subject, text, html }) => [subject, text, html].join('\n'));
  }

  private async readCalendar(app: TestApp, name: string): Promise<string> {
    const { text } = await app.http
      .get(this.calendars.get(name) ?? '')
      .buffer(true)
      .expect(200);
    return text.replaceAll('\r\n ', '');
  }

  /** Ends the servers, for every world. */
  close(): Promise<void> {
    return this.servers.close();
  }
}

/** Addresses of the lists that are shown as tables: all that stand by themselves, and those of the one purchase. */
async function listTables(app: TestApp, tender: string): Promise<string[]> {
  const document = await readDocument(app);
  const lists = listOperations(document)
    .filter(({ method, operation }) => method === 'get' && findListItem(document, operation) !== undefined)
    .map(({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`));
  const all = await addresses(app, tender);
  // What a test has of keys and endpoints is drawn: the hint of a key, the port of the receiver.
  const asked = all.filter(
    (path) => (path.includes(tender) || !/[0-9a-f]{8}-/.test(path)) && !/\/(api-keys|webhook-endpoints)$/.test(path),
  );
  return [...new Set(asked.filter((path) => lists.some((list) => list.test(path))))];
}

/** What another world has otherwise by chance: ids, instants, names and codes that the test has drawn. */
const CHANCE: readonly [RegExp, string][] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+08:00)/g, 'instant'],
  [/^DTSTAMP:.*$/gm, 'DTSTAMP'],
  [/\bu[0-9a-f]{12}\b/g, 'login'],
  [/\b(body|机构) ?[0-9a-f]{12}\b/g, 'body'],
  [/\b[0-9A-HJ-NP-RTUW-Y]{18}\b/g, 'code'],
  [/\b[0-9a-f]{64}\b/g, 'hash'],
];

const writeAlike = (text: string, between = '\n'): string =>
  CHANCE.reduce((alike, [chance, name]) => alike.replaceAll(chance, name), text)
    .split(between)
    .sort()
    .join('\n');

/** Where two worlds differ, each with the lines that one of them has alone. */
export const listDifferences = (a: Views, b: Views): { name: string; lines: string[] }[] =>
  differing(a, b).map((name) => {
    const [one, other] = [a[name] ?? '', b[name] ?? ''].map((view) => view.split('\n')) as [string[], string[]];
    const [first, second] = [new Set(one), new Set(other)];
    return {
      name,
      lines: [...one.filter((line) => !second.has(line)), ...other.filter((line) => !first.has(line))].slice(0, 4),
    };
  });
