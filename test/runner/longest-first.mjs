/**
 * The order of a run: the suites that take longest begin first, so that no worker is left with one at the end while the
 * others idle. `durations.json` holds the seconds of those that took ten or more in a run of CI; the rest follow by size.
 */
import { readFileSync, statSync } from 'node:fs';
import { relative, sep } from 'node:path';

const SECONDS = JSON.parse(readFileSync(new URL('durations.json', import.meta.url), 'utf8'));

export default class LongestFirst {
  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, place) => place % shardCount === shardIndex - 1);
  }

  sort(tests) {
    const known = tests.map((test) => ({
      test,
      seconds: SECONDS[relative(test.context.config.rootDir, test.path).split(sep).join('/')] ?? 0,
      bytes: statSync(test.path).size,
    }));
    return known.sort((a, b) => b.seconds - a.seconds || b.bytes - a.bytes).map(({ test }) => test);
  }

  /** Which failed before is not kept: `--onlyFailures` runs everything. */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
