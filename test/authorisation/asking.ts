import { randomUUID } from 'node:crypto';
import { PASSWORD, signIn, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { VALID_BODIES } from '../support/bodies.js';
import { readDocument } from '../support/document.js';
import type { Verb } from '../support/operations.js';
import { PlainRequests, type PlainAnswer } from '../support/plain-requests.js';
import { isFullRun } from '../support/rounds.js';
import { undoing } from '../support/undone.js';
import type { Letter } from './expected.js';
import type { Resource } from './places.js';
import type { Resources } from './resources.js';

/** One route as the document has it. */
export interface Route {
  name: string;
  id: string;
  verb: Verb;
  path: string;
  /** Whether it must be sent with an Idempotency-Key. */
  needsKey: boolean;
}

interface Described {
  operationId: string;
  parameters?: { name: string; required?: boolean }[];
}

export async function routesOf(app: TestApp): Promise<Route[]> {
  const { paths } = await readDocument<{ paths: Record<string, Record<string, Described>> }>(app);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, { operationId, parameters = [] }]) => ({
      name: `${verb.toUpperCase()} ${path.replace('/api/v1', '')}`,
      id: operationId,
      verb: verb as Verb,
      path,
      needsKey: parameters.some(({ name, required }) => name === 'Idempotency-Key' && required === true),
    })),
  );
}

/** What an answer says about who asked; `?` with what was answered where it does not say. */
export type Said = Letter | `?${string}`;

interface Asked {
  answer: Answer;
  undone: number;
}

/** Routes of what a member of a panel writes of its own, which names the version of its seat. */
const OF_MEMBER = new Set([
  'checkConformity',
  'settleExplanation',
  'saveScoreSheet',
  'correctScore',
  'signReport',
  'dissentFromReport',
]);

/** Routes that answer with what they read once it is committed. */
const READS_AFTER_COMMIT = new Set(['putTender', 'putServiceLine', 'putOrganisation', 'createBid', 'printSurveySlips']);

/**
 * What is made is read after the commit, unless a key makes both one transaction; an action reads what was there before. What
 * a key costs beside has suites of its own; the full run sends one always.
 */
const isWithKey = ({ verb, path, needsKey }: Route): boolean =>
  isFullRun || needsKey || (verb === 'post' && !path.includes('/actions/'));

/** Asks routes about resources, each as it stands, and makes those anew that an answer has changed. */
export class Asking {
  private readonly kept = new Map<string, Promise<Resource>>();
  private readonly seeing = new Map<string, boolean>();
  private readonly versions = new WeakMap<Resource, string>();
  private readonly requests: PlainRequests;

  constructor(
    private readonly app: TestApp,
    private readonly resources: Resources,
  ) {
    this.requests = new PlainRequests(app.url);
  }

  close(): void {
    this.requests.close();
  }

  /** What is answered is undone, so that the resource stands as it did; where it was not undone, it is made anew. */
  async ask(route: Route, name: string, by: TestAccount | null): Promise<Said> {
    const resource = await this.resource(name);
    const { answer, undone } = await this.askOnce(route, resource, by);
    if (answer.status < 300 && route.verb !== 'get' && undone === 0) this.kept.delete(name);
    if (answer.status < 300 && route.id === 'signOut' && by)
      Object.assign(by, await signIn(this.app, by.login, PASSWORD));
    return letterOf(answer, route, resource);
  }

  /** With the version as it was read, or as it stands where somebody has changed it since. */
  private async askOnce(route: Route, resource: Resource, by: TestAccount | null): Promise<Asked> {
    const known = this.versions.has(resource);
    const headers = {
      ...(by?.auth ?? {}),
      ...(isWithKey(route) && { 'Idempotency-Key': randomUUID() }),
      'If-Match': (await this.seatOf(resource, route, by)) ?? (await this.versionOf(resource, route)),
    };
    const send = async () => this.send(route, resource, headers);
    const asked = READS_AFTER_COMMIT.has(route.id) ? { answer: await send(), undone: 0 } : await undoing(send);
    if (!known || (asked.answer.body as { code?: string }).code !== 'stale_version') return asked;
    this.versions.delete(resource);
    return this.askOnce(route, resource, by);
  }

  /** Whether somebody is shown the thing at all. */
  async sees(name: string, by: TestAccount | null): Promise<boolean> {
    const { view } = await this.resource(name);
    if (view === undefined) return true;
    const key = `${name} ${by?.id ?? ''}`;
    const known = this.seeing.get(key);
    if (known !== undefined) return known;
    const answer = await this.app.http.get(`/api/v1/${view}`).set(by?.auth ?? {});
    this.seeing.set(key, answer.status === 200);
    return answer.status === 200;
  }

  private resource(name: string): Promise<Resource> {
    const made = this.kept.get(name) ?? this.resources.make(name);
    this.kept.set(name, made);
    return made;
  }

  private addressOf(route: Route, { params, query }: Resource): string {
    const of = (name: string): string => {
      if (route.path.startsWith('/api/v1/lots/') && params.lot !== undefined) return params.lot;
      // What is published of a tender has an address of its own, made of the tender's.
      if (name === 'ocid') return `ocds-demo00-${params.id ?? ''}`;
      return params[name] ?? 'tender';
    };
    const more = query?.[route.id];
    return `${route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => of(name))}${more === undefined ? '' : `?${more}`}`;
  }

  /** The version of the caller's seat in the panel; none where there is no such seat, or the route is about another thing. */
  private async seatOf({ params }: Resource, route: Route, by: TestAccount | null): Promise<string | undefined> {
    if (by === null || !OF_MEMBER.has(route.id)) return undefined;
    const { headers } = await this.app.http.get(`/api/v1/tenders/${params.id ?? ''}/review/score-sheets`).set(by.auth);
    return headers.etag;
  }

  private async versionOf(resource: Resource, route: Route): Promise<string> {
    const { view, reader } = resource;
    if (route.verb === 'get' || view === undefined || reader === undefined) return '"1"';
    const known = this.versions.get(resource);
    if (known !== undefined) return known;
    const { headers } = await this.app.http.get(`/api/v1/${view}`).set(reader.auth);
    const version = headers.etag ?? '"1"';
    this.versions.set(resource, version);
    return version;
  }

  private async send(route: Route, resource: Resource, headers: Record<string, string>): Promise<Answer> {
    const address = this.addressOf(route, resource);
    const plain = (path: string, more: Record<string, string> = {}, body?: unknown): Promise<PlainAnswer> =>
      this.requests.send(route.verb, path, { ...headers, ...more }, body);
    if (route.verb === 'get') return plain(address);
    if (['uploadDocument', 'uploadBidFile'].includes(route.id))
      return this.app.http[route.verb](address)
        .set(headers)
        .attach('file', Buffer.from('%PDF-1.4\n%%EOF\n'), { filename: 'x.pdf' });
    if (route.id === 'importNotices')
      return plain(`${address}?name=matrix&dryRun=true`, { 'Content-Type': 'application/x-ndjson' }, '{}\n');
    const acts = /\/actions\//.test(route.path) ? { reason: '理由' } : {};
    const body = resource.bodies?.[route.name] ?? resource.bodies?.[route.id] ?? VALID_BODIES[route.id] ?? acts;
    return plain(address, {}, body);
  }
}

interface Answer {
  status: number;
  text: string;
  body: unknown;
}
/** Lists of what belongs to one thing, which is what is asked about. */
const ITS_OWN =
  /^list(Deadlines|Clarifications|ScoreSheets|Explanations|BudgetLines|ImportRejects|History|SurveySample|WebhookDeliveries)$/;

function letterOf({ status, text, body }: Answer, route: Route, resource: Resource): Said {
  const {
    code,
    errors = [],
    results = [],
  } = body as {
    code?: string;
    errors?: { code: string }[];
    results?: { problem?: { code: string } }[];
  };
  if (status === 401) return code === 'not_signed_in' ? 'u' : `?401 ${String(code)}`;
  if (status === 403 || errors.some((e) => e.code === 'not_your_organisation')) return 'n';
  if (results[0]?.problem?.code === 'not_permitted') return 'n';
  if (status === 404 || results[0]?.problem?.code === 'not_found') return code === 'route_not_found' ? `?${code}` : 'h';
  if (status === 400 && resource.view !== undefined) return `?400 ${JSON.stringify(errors)}`;
  if (status >= 500) return `?${status} ${String(code)}`;
  const marker = resource.markers?.[route.id] ?? resource.marker;
  const lists = /^list/.test(route.id) && !ITS_OWN.test(route.id) && marker !== undefined;
  return lists && status === 200 && !text.includes(marker) ? 'h' : 'y';
}
