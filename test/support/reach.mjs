/**
 * Jest reporter: after a whole run it says which codes of problems and which guards no test has reached over HTTP, and what
 * was wrong with any answer. A gap fails the run; a run of some specs only is not judged.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that the processes of this run have noted. */
function readNotes(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** @returns lines to print, and what is missing */
export function judge(notes, codes, lifecycles) {
  const seen = new Set(notes.filter((n) => n.code).map((n) => n.code));
  const missingCodes = codes.filter((code) => !seen.has(code));
  const guards = lifecycles.flatMap((l) =>
    l.transitions.flatMap((t) => (t.guards ?? []).map((guard) => `${l.name}.${t.action}: ${guard}`)),
  );
  const how = (passed) => new Set(notes.filter((n) => n.guard && n.passed === passed).map((n) => n.guard));
  const [passed, refused] = [how(true), how(false)];
  const missingGuards = guards.flatMap((guard) => [
    ...(refused.has(guard) ? [] : [`${guard} never refused`]),
    ...(passed.has(guard) ? [] : [`${guard} never let pass`]),
  ]);
  const both = guards.filter((guard) => passed.has(guard) && refused.has(guard));
  const faults = notes.filter((n) => n.fault).map((n) => `${n.route}: ${n.fault}`);
  const list = (names) => (names.length === 0 ? 'none' : names.join(', '));
  return {
    lines: [
      `problems: ${codes.length}, reached over HTTP: ${codes.length - missingCodes.length}, missing: ${list(missingCodes)}`,
      `guards: ${guards.length}, refused and passed over HTTP: ${both.length}, missing: ${list(missingGuards)}`,
      `answers against the rules of every route: ${list([...new Set(faults)].slice(0, 20))}`,
    ],
    missing: [...missingCodes, ...missingGuards, ...faults],
  };
}

export default class Reach {
  constructor(globalConfig) {
    const { testPathPatterns, testNamePattern, onlyChanged, shard } = globalConfig;
    this.whole = !testPathPatterns.isSet() && !testNamePattern && !onlyChanged && !shard;
  }

  async onRunComplete(_contexts, results) {
    const folder = process.env.TEST_RUN_FOLDER;
    if (!folder || (!this.whole && !process.env.TEST_REACH)) return;
    await import('../../scripts/lib/load-ts.mjs');
    const { PROBLEMS } = await import('../../src/platform/errors/codes.js');
    const { LIFECYCLES } = await import('../../src/lifecycles.js');
    const { lines, missing } = judge(readNotes(join(folder, 'seen')), Object.keys(PROBLEMS), LIFECYCLES);
    process.stdout.write(`${lines.join('\n')}\n`);
    // Where tests failed or were interrupted, what they would have reached is not known.
    if (missing.length > 0 && this.whole && results.numFailedTests === 0 && !results.wasInterrupted)
      this.error = new Error(`not everything was reached: ${missing.join(', ')}`);
  }

  getLastError() {
    return this.error;
  }
}
