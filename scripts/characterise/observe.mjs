/** Keeps what was answered, each distinct answer once, and writes it when everything has been asked. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Names } from './names.mjs';
import { hashOf, Normaliser } from './normalise.mjs';

/** Answers that are compared by other means, or that change with every line of code. */
const ONLY_STATUS = new Set(['/openapi.json', '/docs', '/docs/']);

export class Observations {
  #asks = new Map();
  #texts = new Map();

  /** A text that is kept once however often it is answered. */
  #intern(text) {
    const key = hashOf(text);
    if (!this.#texts.has(key)) this.#texts.set(key, text);
    return key;
  }

  add({ route, url, to, at, answer, parsed }) {
    const ask = this.#asks.get(url) ?? { route, answers: new Map() };
    this.#asks.set(url, ask);
    const kept = { status: answer.status, headers: answer.headers, ...this.#content(route, answer, parsed) };
    const key = JSON.stringify(kept);
    const known = ask.answers.get(key) ?? { ...kept, to: [] };
    ask.answers.set(key, known);
    known.to.push([to, at]);
  }

  #content(route, answer, parsed) {
    if (ONLY_STATUS.has(route)) return {};
    if (answer.list) {
      const { items, ...frame } = answer.list;
      return { frame, items: items.map((item) => this.#intern(JSON.stringify(item))) };
    }
    if (parsed === null) return { raw: this.#intern(answer.body.toString('base64')) };
    if (parsed.requestId !== undefined) parsed.requestId = '';
    return { json: this.#intern(JSON.stringify(parsed)) };
  }

  /** Writes one file of questions and one of answers for each route. */
  write(folder, instants, printed = []) {
    const names = new Names(instants);
    for (const how of ['own', 'rest'])
      for (const [url, { answers }] of this.#asks)
        for (const { json, items } of answers.values())
          for (const key of [json, ...(items ?? [])])
            if (key !== undefined) names[how](url, JSON.parse(this.#texts.get(key)));
    const normaliser = new Normaliser(names, instants);
    const routes = new Map();
    const done = new Map();
    for (const [url, { route, answers }] of this.#asks) {
      const file = routes.get(route) ?? { asks: new Map(), bodies: new Map() };
      routes.set(route, file);
      const ask = normaliser.value(decoded(url));
      const told = file.asks.get(ask) ?? new Map();
      file.asks.set(ask, told);
      for (const answer of answers.values()) {
        const line = this.#line(route, answer, normaliser, file.bodies, done);
        const key = JSON.stringify(line);
        told.set(key, {
          ...line,
          to: [...(told.get(key)?.to ?? []), ...answer.to.map(([reader, at]) => [normaliser.text(reader), at])],
        });
      }
    }
    const told = printed.map((line) => normaliser.text(line).replace(/\b[0-9a-f]{12}…/g, '‹hash›…'));
    return writeRoutes(folder, routes, names, told);
  }

  #line(route, { status, headers, json, raw, frame, items }, normaliser, bodies, done) {
    const keep = (key, make) => {
      const known = `${route} ${key}`;
      if (!done.has(known)) {
        const text = JSON.stringify(make());
        const hash = hashOf(text);
        bodies.set(hash, text);
        done.set(known, hash);
      }
      return done.get(known);
    };
    const item = (key) => keep(key, () => normaliser.value(JSON.parse(this.#texts.get(key))));
    const line = { status, headers: normaliser.headers(headers) };
    if (json !== undefined) return { ...line, body: item(json) };
    if (raw !== undefined) {
      const type = headers['content-type'] ?? '';
      return {
        ...line,
        body: keep(`${type} ${raw}`, () => normaliser.body(route, type, Buffer.from(this.#texts.get(raw), 'base64'))),
      };
    }
    if (items === undefined) return line;
    return { ...line, frame: normaliser.value(frame), items: items.map(item) };
  }
}

/** A question as a person would write it. */
const decoded = (url) => {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
};

/** Who was answered so, by the moments at which they asked: `{"after-it": ["public", "admin"]}`. */
function readersOf(to) {
  const moments = new Map();
  for (const [reader, moment] of to) moments.set(reader, [...(moments.get(reader) ?? []), moment]);
  const readers = new Map();
  for (const [reader, at] of moments) readers.set(at.join(' '), [...(readers.get(at.join(' ')) ?? []), reader]);
  return Object.fromEntries([...readers].sort().map(([at, who]) => [at, who.sort()]));
}

const fileOf = (route) =>
  route
    .replace(/^\/api\/v1\//, '')
    .replace(/^\//, '')
    .replace(/[{}]/g, '')
    .replaceAll('/', '.') || 'root';

function writeRoutes(folder, routes, names, printed) {
  mkdirSync(folder, { recursive: true });
  const figures = { asks: 0, bodies: 0, files: 0, bytes: 0 };
  const write = (name, lines) => {
    const text = lines.map((line) => `${line}\n`).join('');
    writeFileSync(join(folder, name), text);
    figures.files++;
    figures.bytes += Buffer.byteLength(text);
  };
  for (const [route, { asks, bodies }] of routes) {
    const lines = [...asks].map(([ask, answers]) =>
      JSON.stringify({
        route,
        ask,
        answers: [...answers.values()].map(({ to, ...answer }) => ({ ...answer, to: readersOf(to) })),
      }),
    );
    write(`${fileOf(route)}.asks.ndjson`, lines.sort());
    write(
      `${fileOf(route)}.bodies.ndjson`,
      [...bodies].sort().map(([hash, text]) => `{"hash":"${hash}","body":${text}}`),
    );
    figures.asks += asks.size;
    figures.bodies += bodies.size;
  }
  write('names.ndjson', [...names.origins].map(([name, origin]) => JSON.stringify({ name, origin })).sort());
  write('printed.txt', printed);
  return figures;
}
