/**
 * Asks everything that can be read, as everybody, at one business time. Answers are read in the order of the questions, so
 * that what is met first is the same in every run however many are asked at once.
 */
import { NOBODY, listQueries, malformedQueries, singleQueries } from './filters.mjs';
import { Universe } from './universe.mjs';

const AT_ONCE = 6;
const MALFORMED = 'nothing-such';
/** Pictures are drawn anew for every request: all of them for these, some for the others. */
const IS_DRAWN = /\.(png|svg)$/;
/** What has no end, repeats what is asked elsewhere, or says how busy the machine is. */
const NOT_ASKED = new Set(['/api/v1/history', '/health/ready']);
const MOST_PAGES = 400;

export class Crawl {
  /** ask → who@when → answer */
  observations = new Map();
  skipped = new Map();

  /** @param world { client, routes, accounts, marks, limits: { ids, drawn, parents } } */
  constructor(world) {
    Object.assign(this, world);
    this.universe = new Universe(world.routes);
    this.bodies = new Map();
  }

  /** Everything, at the moment that `moment` names. */
  async at(moment) {
    this.moment = moment;
    this.asked = new Set();
    this.closed = new Map(this.accounts.map((account) => [account.name, new Set()]));
    this.items = new Map();
    await this.probes();
    await this.round((route) => (route.places.length === 0 ? this.top(route) : []));
    for (let before = -1; before !== this.asked.size;) {
      before = this.asked.size;
      await this.round((route) => (route.places.length > 0 ? this.placed(route) : []));
    }
    await this.round((route) => this.filtered(route));
    await this.histories();
  }

  /** With an id of nobody: who is refused here may read nothing of this route, and is not asked about each id. */
  async probes() {
    const fill = (route, value) =>
      `/${route.segments.map((s) => (s.startsWith('{') ? this.filler(route, s, value) : s)).join('/')}`;
    for (const value of [NOBODY, MALFORMED]) {
      const asks = this.routes
        .filter(({ places }) => places.length > 0)
        .map((route) => ({ route, url: fill(route, value) }));
      const answers = await this.askAll(asks);
      if (value !== NOBODY) continue;
      for (const { ask, account, answer } of answers)
        if (answer.status === 401 || answer.status === 403) this.closed.get(account.name).add(ask.route.path);
    }
  }

  filler(route, segment, value) {
    const { schema } = route.places.find(({ name }) => `{${name}}` === segment) ?? { schema: {} };
    if (value !== NOBODY || schema.format === 'uuid' || segment === '{id}') return value;
    return schema.enum?.[0] ?? '1990';
  }

  top(route) {
    if (NOT_ASKED.has(route.path)) return [];
    const needed = route.query.some((p) => p.required);
    if (route.isFeed) return [{ route, url: `${route.path}?after=0&limit=200`, isWalked: true }];
    if (needed) return [{ route, url: route.path }];
    return [{ route, url: route.isList ? `${route.path}?limit=200` : route.path, isWalked: route.isList }];
  }

  placed(route) {
    const required = route.query.filter((p) => p.required).map((p) => p.name);
    const more = required.includes('month') ? '?month=2019-07' : '';
    return this.some(this.universe.fill(route), this.limits.ids).map((path) => ({
      route,
      url: path + more,
      isWalked: route.isList,
      isDrawn: IS_DRAWN.test(route.path),
    }));
  }

  /** All, or so many of them evenly from first to last. */
  some(all, most) {
    if (all.length <= most) return all;
    return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]);
  }

  filtered(route) {
    if (NOT_ASKED.has(route.path) || route.query.length === 0) return [];
    const queries = (items) =>
      route.isList || route.isFeed ? listQueries(route, items, this.marks) : singleQueries(route);
    const ask = (path) => (text) => ({
      ...{ route, url: `${path}?${text}`, isFilter: true },
      isWalked: route.isList && !/limit=|cursor=/.test(text),
    });
    const malformed = (path) => malformedQueries(route).map((text) => ({ ...ask(path)(text), isForm: true }));
    if (route.places.length === 0)
      return [...queries(this.items.get(route.path) ?? []).map(ask(route.path)), ...malformed(route.path)];
    const longest = this.universe
      .fill(route)
      .map((path) => ({ path, items: this.items.get(path) ?? [] }))
      .sort((a, b) => b.items.length - a.items.length)
      .slice(0, this.limits.parents);
    return longest.flatMap(({ path, items }, i) => [
      ...queries(items).map(ask(path)),
      ...(i === 0 ? malformed(path) : []),
    ]);
  }

  /** What became of each object that answers have named. */
  async histories() {
    const route = this.routes.find(({ path }) => path === '/api/v1/history');
    if (!route) return;
    const kinds = new Map(this.universe.subjects.map(({ kind }) => [kind, []]));
    for (const { kind, id } of this.universe.subjects) kinds.get(kind).push(id);
    const asks = [...kinds].flatMap(([kind, ids]) =>
      [...this.some(ids, this.limits.histories), NOBODY].map((id) => `${route.path}?subject=${kind}:${id}`),
    );
    await this.askAll(
      [route.path, `${route.path}?subject=x`, ...asks].map((url) => ({ route, url, isWalked: url.includes(':') })),
    );
  }

  async round(plan) {
    const asks = this.routes.flatMap((route) => plan(route)).filter(({ url }) => !this.asked.has(url));
    await this.askAll(asks);
  }

  /** Asks all of them as everybody; then reads the answers in order. */
  async askAll(asks) {
    const tasks = [];
    const perRoute = new Map();
    for (const ask of asks) {
      this.asked.add(ask.url);
      const n = perRoute.get(ask.route.path) ?? 0;
      perRoute.set(ask.route.path, n + 1);
      for (const account of this.accounts) if (this.isFor(account, ask, n)) tasks.push({ ask, account });
    }
    const answers = new Array(tasks.length);
    let next = 0;
    const worker = async () => {
      for (let i = next++; i < tasks.length; i = next++) answers[i] = await this.one(tasks[i]);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return tasks.map(({ ask, account }, i) => {
      this.keep(ask, account, answers[i]);
      return { ask, account, answer: answers[i] };
    });
  }

  isFor(account, { route, isDrawn, isForm, isFilter }, n) {
    if (account.only && !account.only(route)) return false;
    if ((isForm || (isFilter && this.limits.few)) && !account.forms) return false;
    if (this.closed.get(account.name).has(route.path)) {
      this.skipped.set(`${account.name} ${route.path}`, 'refused whatever the id');
      return false;
    }
    if (isDrawn && !account.draws) return n < this.limits.drawn;
    return (
      (account.reach === 'all' && !(this.limits.less?.has(this.moment) && !account.draws)) || n < this.limits.sample
    );
  }

  async one({ ask, account }) {
    const options = { token: account.token, headers: account.headers };
    const answer = await this.client.ask('GET', ask.url, options);
    if (!ask.isWalked || answer.status !== 200) return answer;
    const first = JSON.parse(answer.body.toString('utf8'));
    if (!Array.isArray(first.items)) return answer;
    const pages = [first.items.length];
    const items = [...first.items];
    for (let { next } = first; next;) {
      const page = await this.client.ask('GET', next, options);
      if (page.status !== 200) return page;
      const read = JSON.parse(page.body.toString('utf8'));
      if (pages.length > MOST_PAGES) throw new Error(`${ask.url} has no last page`);
      if (read.items.length === 0 && ask.route.isFeed) break;
      pages.push(read.items.length);
      items.push(...read.items);
      next = read.next;
    }
    return { ...answer, body: null, list: { ...first, next: null, pages, items } };
  }

  keep(ask, account, answer) {
    const { route, url } = ask;
    const isJson = /\bjson\b/.test(answer.headers['content-type'] ?? '');
    const parsed = answer.list ?? (isJson ? JSON.parse(answer.body.toString('utf8')) : null);
    if (answer.status === 200 && parsed !== null && route.path !== '/openapi.json') {
      this.universe.learn(route, url, parsed);
      const [path] = url.split('?');
      const known = this.items.get(path);
      if (answer.list && (known?.length ?? -1) < answer.list.items.length) this.items.set(path, answer.list.items);
    }
    this.record({ route: route.path, url, to: account.name, at: this.moment, answer, parsed });
  }
}
