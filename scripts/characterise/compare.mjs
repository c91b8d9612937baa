/** Compares what two checkouts answered, question by question and reader by reader. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from './differences.mjs';

const SAMPLES = 3;

const linesOf = (path) =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];

/** The moments at which a world was asked. */
const momentsOf = (folder) =>
  new Set(
    filesOf(folder).flatMap((file) =>
      linesOf(join(folder, `${file}.asks.ndjson`)).flatMap(({ answers }) =>
        answers.flatMap(({ to }) => Object.keys(to).flatMap((moments) => moments.split(' '))),
      ),
    ),
  );

/** One file of questions: ask → reader → answer, with what the hashes stand for; of these moments alone. */
function read(folder, file, shared) {
  const path = (kind) => join(folder, `${file}.${kind}.ndjson`);
  const bodies = new Map(linesOf(path('bodies')).map(({ hash, body }) => [hash, body]));
  const asks = new Map();
  let route = null;
  for (const line of linesOf(path('asks'))) {
    route = line.route;
    const readers = new Map();
    for (const answer of line.answers)
      for (const [moments, who] of Object.entries(answer.to))
        for (const moment of moments.split(' ').filter((name) => shared.has(name)))
          for (const reader of who) readers.set(`${reader}@${moment}`, answer);
    if (readers.size > 0) asks.set(line.ask, readers);
  }
  return { route, asks, bodies };
}

const worldsOf = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
const filesOf = (folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.asks.ndjson'))
        .map((name) => name.replace('.asks.ndjson', ''))
    : [];

/** All differences of two outputs, gathered by world, route and place; of the moments that both have been asked at. */
export function compareOutputs(was, now) {
  const groups = new Map();
  const note = (world, route, place, example) => {
    const key = `${world} ${route} ${place}`;
    const group = groups.get(key) ?? { world, route, place, count: 0, readers: new Set(), examples: [] };
    groups.set(key, group);
    group.count++;
    if (example.to) group.readers.add(example.to.split('@')[0]);
    if (group.examples.length < SAMPLES) group.examples.push(example);
  };
  for (const world of new Set([...worldsOf(was), ...worldsOf(now)])) {
    const [before, after] = [join(was, world), join(now, world)];
    const files = new Set([...filesOf(before), ...filesOf(after)]);
    const moments = momentsOf(after);
    const shared = new Set([...momentsOf(before)].filter((moment) => moments.has(moment)));
    for (const file of [...files].sort())
      compareFile(read(before, file, shared), read(after, file, shared), world, note);
    comparePrinted(was, now, world, note);
  }
  return [...groups.values()].map((group) => ({ ...group, readers: [...group.readers].sort() }));
}

function compareFile(was, now, world, note) {
  const route = was.route ?? now.route;
  const known = new Map();
  for (const ask of new Set([...was.asks.keys(), ...now.asks.keys()])) {
    const [before, after] = [was.asks.get(ask), now.asks.get(ask)];
    if (!before || !after) {
      note(world, route, before ? '(question lost)' : '(question new)', { ask, to: [...(before ?? after).keys()][0] });
      continue;
    }
    for (const to of new Set([...before.keys(), ...after.keys()])) {
      const [a, b] = [before.get(to), after.get(to)];
      if (!a || !b) {
        note(world, route, a ? '(reader lost)' : '(reader new)', { ask, to });
        continue;
      }
      const key = `${JSON.stringify({ ...a, to: 0 })}\n${JSON.stringify({ ...b, to: 0 })}`;
      if (!known.has(key)) known.set(key, answerDifferences(a, b, was.bodies, now.bodies));
      for (const { place, ...values } of known.get(key)) note(world, route, place, { ask, to, ...values });
    }
  }
}

/** Status, headers, and the body: of a list its frame and its items. */
function answerDifferences(a, b, before, after) {
  const found = differences(a.status, b.status, '(status)').concat(differences(a.headers, b.headers, '(header)'));
  if (a.items && b.items) {
    if (JSON.stringify(a.items) !== JSON.stringify(b.items)) {
      const [x, y] = [a.items.map((hash) => before.get(hash)), b.items.map((hash) => after.get(hash))];
      found.push(...differences(x, y, 'items'));
      const isReordered = JSON.stringify([...a.items].sort()) === JSON.stringify([...b.items].sort());
      if (found.length === 0 && isReordered) found.push({ place: 'items (order)', was: a.items, now: b.items });
    }
    return found.concat(differences(a.frame, b.frame, '(frame)'));
  }
  const whole = (answer, bodies) => (answer.items ? { items: answer.items.length } : bodies.get(answer.body));
  return found.concat(differences(whole(a, before), whole(b, after), ''));
}

function comparePrinted(was, now, world, note) {
  const lines = (folder) => {
    const path = join(folder, world, 'printed.txt');
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  };
  for (const { place, ...values } of differences(lines(was), lines(now), 'line'))
    note(world, '(printed)', place, values);
}

/** `*` stands for anything. */
export const matches = (pattern, text) =>
  new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === '*' ? '.*' : `\\${c}`))}$`).test(text);

/** Which differences are meant, by the list of the repository, and which of that list were not met. */
export function judgeDifferences(groups, intended) {
  const used = new Set();
  const covers = (rule, { world, route, place }) =>
    matches(rule.world ?? '*', world) && matches(rule.route, route) && matches(rule.place, place);
  const judged = groups.map((group) => {
    const rule = intended.find((r) => covers(r, group));
    if (rule) used.add(rule);
    return { ...group, reason: rule?.reason ?? null };
  });
  return { judged, unused: intended.filter((rule) => !used.has(rule)) };
}

const short = (value) => {
  if (value === undefined) return '–';
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};

/** Lines to print: what is not meant in full, what is meant in one line each. */
export function tellDifferences({ judged, unused }) {
  const lines = [];
  for (const group of judged.filter(({ reason }) => reason === null)) {
    lines.push(
      `${group.world} ${group.route} ${group.place}: ${group.count} answers to ${group.readers.join(', ') || 'all'}`,
    );
    for (const { ask, to, was, now } of group.examples)
      lines.push(`    ${ask ?? ''} ${to ?? ''}`, `      was ${short(was)}`, `      now ${short(now)}`);
  }
  const meant = judged.filter(({ reason }) => reason !== null);
  for (const { world, route, place, count, reason } of meant)
    lines.push(`meant: ${world} ${route} ${place}: ${count} (${reason})`);
  for (const rule of unused) lines.push(`not met: ${rule.route} ${rule.place} (${rule.reason})`);
  const open = judged.length - meant.length;
  lines.push(`${open} differences that are not meant, ${meant.length} that are`);
  return { lines, open };
}
