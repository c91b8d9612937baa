/** Refusals that two runs of the suite have seen (TEST_REFUSALS=FOLDER, test/support/refusals.ts), case by case. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const readLines = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** By spec and test, what was refused; requests that race within a test are compared as a set, with how often each came. */
export function refusalsOf(folder) {
  const cases = new Map();
  const pairs = new Map();
  for (const { spec, test, guard, too, ...refusal } of readLines(folder)) {
    if (guard !== undefined) {
      for (const other of too) {
        const name = `${guard} before ${other}`;
        pairs.set(name, [...(pairs.get(name) ?? []), `${spec} › ${test}`]);
      }
      continue;
    }
    const { method, path, status, code, pointers } = refusal;
    const told = `${method} ${path}: ${status} ${code}${pointers.length > 0 ? ` (${pointers.join(', ')})` : ''}`;
    const key = `${spec} › ${test}`;
    const counts = cases.get(key) ?? new Map();
    cases.set(key, counts.set(told, (counts.get(told) ?? 0) + 1));
  }
  return { cases, pairs };
}

const inSpec = (cases, spec) => {
  const counts = new Map();
  for (const [key, told] of cases)
    if (key.startsWith(`${spec} › `)) for (const [line, n] of told) counts.set(line, (counts.get(line) ?? 0) + n);
  return counts;
};

const differing = (was, now, { counts }) =>
  [...new Set([...was.keys(), ...now.keys()])]
    .filter((line) => (counts ? (was.get(line) ?? 0) !== (now.get(line) ?? 0) : was.has(line) !== now.has(line)))
    .map((line) => `${line}: ${was.get(line) ?? 0} → ${now.get(line) ?? 0}`);

/**
 * What differs. With `bySpec` the tests of a file are taken together: a runner that does not say to which test a hook belongs
 * writes its refusals to another test of the same file. Without `counts` it matters whether something was refused, and not
 * how often.
 */
export function compareRefusals(was, now, { bySpec = false, counts = false } = {}) {
  const keys = (cases) => [...cases.keys()].map((key) => (bySpec ? key.split(' › ')[0] : key));
  const of = (cases, key) => (bySpec ? inSpec(cases, key) : (cases.get(key) ?? new Map()));
  return [...new Set([...keys(was), ...keys(now)])]
    .sort()
    .flatMap((key) => differing(of(was, key), of(now, key), { counts }).map((line) => `${key}: ${line}`));
}

/** Pairs of guards of one action that some request broke at once, and all pairs of a table of lifecycles. */
export function coverPairs(pairs, transitions) {
  const all = new Set();
  for (const [told, guards] of transitions) {
    const action = told.split(' ')[0];
    for (const [i, first] of guards.entries())
      for (const second of guards.slice(i + 1)) all.add(`${action}: ${first} before ${second}`);
  }
  return { tried: [...all].filter((name) => pairs.has(name)), untried: [...all].filter((name) => !pairs.has(name)) };
}
