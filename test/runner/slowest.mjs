/** Jest reporter: the ten suites of a run that took longest, and all of them together. */
import { relative } from 'node:path';

const SHOWN = 10;
const seconds = (ms) => (ms / 1000).toFixed(1).padStart(7);

export default class Slowest {
  constructor({ rootDir }) {
    this.root = rootDir;
  }

  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= SHOWN) return;
    const suites = testResults
      .map(({ testFilePath, perfStats }) => ({ name: relative(this.root, testFilePath), ms: perfStats.runtime ?? 0 }))
      .sort((a, b) => b.ms - a.ms);
    const all = suites.reduce((sum, { ms }) => sum + ms, 0);
    const lines = suites.slice(0, SHOWN).map(({ name, ms }) => `  ${seconds(ms)} s  ${name}`);
    process.stdout.write(
      [`slowest of ${suites.length} suites, which took ${seconds(all).trim()} s:`, ...lines, ''].join('\n'),
    );
  }
}
