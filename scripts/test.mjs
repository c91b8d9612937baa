/**
 * `npm test`: prepares the checkout and runs everything on a PostgreSQL of its own; what follows `--` goes to Jest. Says
 * which suites had to be left out because a server that npm cannot install is not on this machine.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { jest } from './lib/jest.mjs';
import { command, DIST, root, say, TESTS } from './lib/prepare.mjs';

const asked = process.argv.slice(2);
const isWhole = asked.every((argument) => argument.startsWith('-'));
/** A whole run starts the product again and again; a suite that is asked for by its path builds it only when it does so. */
const builds = isWhole ? [TESTS, DIST] : [TESTS];
const checksSent = isWhole && process.env.TEST_FULL === 'true';
if (checksSent) process.env.TEST_STATEMENTS ??= join(root, '.cache/statements');

/** Prepares what the run has sent. @returns whether nothing was found */
function checkSent() {
  const { status } = spawnSync(process.execPath, ['scripts/lint-sql.mjs', '--sent', process.env.TEST_STATEMENTS], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0;
}

await command(async () => {
  process.exitCode = await jest(asked);
  if (checksSent && !checkSent()) process.exitCode = 1;
  if (process.env.TEST_FULL !== 'true')
    for (const [suite, does] of [
      ['test/image.spec.ts', 'builds the image line by line'],
      ['test/schema/version-before.spec.ts', 'builds the version before from git and runs it beside this one'],
    ])
      say(`skipped: ${suite}, which ${does} for minutes; npm run test:full and .ci/run do it`);
  await import('./lib/load-ts.mjs');
  const { optionalServers } = await import('../test/support/optional-servers.js');
  for (const { name, suites, debian, path } of optionalServers) {
    if (path === null) say(`skipped: ${suites}, because ${name} is not installed (Debian: apt-get install ${debian})`);
    else say(`ran: ${suites}, on ${path}`);
  }
}, builds);
