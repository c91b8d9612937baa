/**
 * Says what a checkout answers to everybody, and what two checkouts do differently (docs/characterise.md):
 *
 *     node scripts/characterise.mjs --checkout DIR --out DIR [--quick] [--world demonstration] [--world tour] [--moment NAME …]
 *     node scripts/characterise.mjs --compare WAS NOW        two outputs of it
 *     node scripts/characterise.mjs --surface WAS NOW        two checkouts: operations, problems, lifecycles, permissions
 *     node scripts/characterise.mjs --cases WAS NOW          two checkouts, or two outputs of `jest --json`
 *     node scripts/characterise.mjs --refusals WAS NOW       two folders of TEST_REFUSALS [--by-spec] [--counts]
 *     node scripts/characterise.mjs --pairs FOLDER DIR       which pairs of guards a folder of TEST_REFUSALS shows
 *
 * A comparison fails where a difference does not stand in the list of intended ones (`--intended FILE`).
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CharacteriseError } from './characterise/checkout.mjs';
import { compareOutputs, judgeDifferences, matches, tellDifferences } from './characterise/compare.mjs';
import { compareRefusals, coverPairs, refusalsOf } from './characterise/refusals.mjs';
import { characterise, WORLDS } from './characterise/run.mjs';
import { compareSurfaces, countsOf, surfaceOf } from './characterise/surface.mjs';
import { casesOfSources } from './characterise/source-cases.mjs';
import { casesOf, compareCases } from './characterise/test-cases.mjs';

const USAGE = readFileSync(new URL(import.meta.url), 'utf8').match(/\n \* {5}(node .*)/g) ?? [];
const INTENDED = new URL('./characterise/intended.json', import.meta.url);
const say = (line) => process.stderr.write(`${line}\n`);
const print = (lines) => process.stdout.write(lines.map((line) => `${line}\n`).join(''));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checkout: { type: 'string' },
    out: { type: 'string' },
    quick: { type: 'boolean', default: false },
    world: { type: 'string', multiple: true, default: Object.keys(WORLDS) },
    moment: { type: 'string', multiple: true },
    intended: { type: 'string' },
    'by-spec': { type: 'boolean', default: false },
    counts: { type: 'boolean', default: false },
    ...Object.fromEntries(
      ['compare', 'surface', 'cases', 'refusals', 'pairs'].map((name) => [name, { type: 'boolean', default: false }]),
    ),
  },
});

/** Prints lines of differences; those that a pattern of the list covers are counted by its reason. */
function judge(kind, lines) {
  const rules = intended()[kind];
  const meant = new Map();
  const open = lines.filter((line) => {
    const rule = rules.find(({ pattern }) => matches(pattern, line));
    if (rule) meant.set(rule.reason, (meant.get(rule.reason) ?? 0) + 1);
    return rule === undefined;
  });
  print([...open, ...[...meant].map(([reason, n]) => `meant: ${n} (${reason})`)]);
  print([`${open.length} differences that are not meant, ${lines.length - open.length} that are`]);
  process.exitCode = open.length === 0 ? 0 : 1;
}

const intended = () => JSON.parse(readFileSync(values.intended ?? INTENDED, 'utf8'));

const COMMANDS = {
  compare([was, now]) {
    const { lines, open } = tellDifferences(judgeDifferences(compareOutputs(was, now), intended().answers));
    print(lines);
    process.exitCode = open === 0 ? 0 : 1;
  },
  surface(roots) {
    const [was, now] = roots.map(surfaceOf);
    const [before, after] = [countsOf(was), countsOf(now)];
    print(Object.keys(before).map((name) => `${name}: ${before[name]} → ${after[name]}`));
    judge('surface', compareSurfaces(was, now));
  },
  cases(places) {
    const [was, now] = places.map((path) => (statSync(path).isDirectory() ? casesOfSources(path) : casesOf(path)));
    const { lost, renamed, moved, unexpected, added } = compareCases(was, now);
    const codes = (cases) => [...cases.values()].reduce((sum, c) => sum + (c.codes?.length ?? 0), 0);
    print([
      `cases: ${was.size} → ${now.size}, new ${added.length}; codes they name: ${codes(was)} → ${codes(now)}`,
      ...added.map((name) => `new: ${name}`),
    ]);
    judge('cases', [
      ...lost.map((name) => `lost: ${name}`),
      ...renamed.map(({ from, to }) => `renamed: ${from} → ${to}`),
      ...unexpected.map((name) => `named less often in ${name}`),
      ...moved.map(({ files, n }) => `moved: ${files} (${n})`),
    ]);
  },
  refusals(folders) {
    const [was, now] = folders.map((folder) => refusalsOf(folder).cases);
    judge('refusals', compareRefusals(was, now, { bySpec: values['by-spec'], counts: values.counts }));
  },
  pairs([folder, root]) {
    const { tried, untried } = coverPairs(refusalsOf(folder).pairs, surfaceOf(root).transitions);
    print([...untried.map((name) => `not broken at once: ${name}`)]);
    print([`pairs of guards: ${tried.length + untried.length}, broken at once: ${tried.length}`]);
  },
};

try {
  const [command, ...others] = Object.keys(COMMANDS).filter((name) => values[name]);
  if (command && others.length === 0 && positionals.length === 2)
    COMMANDS[command](positionals.map((path) => resolve(path)));
  else if (!command && values.checkout && values.out && values.world.every((name) => WORLDS[name]))
    await characterise({
      ...{ checkout: resolve(values.checkout), out: resolve(values.out) },
      ...{ quick: values.quick, worlds: values.world, only: values.moment, say },
    });
  else throw new CharacteriseError(USAGE.map((line) => line.trim().slice(2)).join('\n'));
} catch (error) {
  if (!(error instanceof CharacteriseError)) throw error;
  say(error.message);
  process.exitCode = 2;
}
