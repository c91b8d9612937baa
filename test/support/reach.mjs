/**
 * Jest reporter: after a whole run it says which codes of problems and which guards no test has reached over HTTP, and what
 * was wrong with any answer. A gap fails the run; a run of some specs only is not judged (`TEST_REACH=1` prints it there).
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

export default class Reach {
  constructor({ testPathPatterns, testNamePattern, onlyChanged, shard }) {
    this.whole = !testPathPatterns.isSet() && !testNamePattern && !onlyChanged && !shard;
  }

  async onRunComplete(_contexts, results) {
    const folder = process.env.TEST_RUN_FOLDER;
    if (!folder || !(this.whole || process.env.TEST_REACH)) return;
    await import('../../scripts/lib/load-ts.mjs');
    const { judge, judgeAsked, judgeDriven, tableOf } = await import('./reach.rules.js');
    const { PROBLEMS } = await import('../../src/boot/refusals.js');
    const { LIFECYCLES } = await import('../../src/boot/lifecycles.js');
    const { TWINS } = await import('../guards.twins.js');
    const { lines, gaps } = judge(readNotes(join(folder, 'seen')), Object.keys(PROBLEMS), LIFECYCLES, TWINS);
    const { UNDRIVEN } = await import('../properties/undriven.js');
    const driven = judgeDriven(readNotes(join(folder, 'seen')), LIFECYCLES, UNDRIVEN);
    const { ASKED, NOT_YET } = await import('../guards.list.js');
    const asked = judgeAsked(readNotes(join(folder, 'seen')), ASKED, NOT_YET);
    process.stdout.write(
      `${[...lines, asked.line, driven.line, ...tableOf(readNotes(join(folder, 'seen')))].join('\n')}\n`,
    );
    // An ordinary run takes a part of the random sequences only.
    gaps.push(...asked.gaps, ...(process.env.TEST_FULL === 'true' ? driven.gaps : []));
    // Where tests failed or were interrupted, what they would have reached is not known.
    const complete = results.numFailedTests + results.numFailedTestSuites === 0 && !results.wasInterrupted;
    if (!this.whole || !complete || gaps.length === 0) return;
    // Jest prints nothing of a reporter's error.
    process.stdout.write(`the run failed, all its tests passed: ${gaps.join('; ')}\n`);
    this.error = new Error(`not reached: ${gaps.join(', ')}`);
  }

  getLastError() {
    return this.error;
  }
}
