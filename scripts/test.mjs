/**
 * `npm test`: prepares the checkout and runs everything on a PostgreSQL of its own; what follows `--` goes to Jest. Says
 * which suites had to be left out because a server that npm cannot install is not on this machine.
 */
import { jest } from './lib/jest.mjs';
import { command, DIST, say, TESTS } from './lib/prepare.mjs';

const asked = process.argv.slice(2);
/** A whole run starts the product again and again; a suite that is asked for by its path builds it only when it does so. */
const builds = asked.some((argument) => !argument.startsWith('-')) ? [TESTS] : [DIST, TESTS];

await command(async () => {
  process.exitCode = await jest(asked);
  if (process.env.TEST_FULL !== 'true')
    say(
      'skipped: test/image.spec.ts, which builds the image line by line for minutes; npm run test:full and .ci/run do it',
    );
  await import('./lib/load-ts.mjs');
  const { optionalServers } = await import('../test/support/optional-servers.js');
  for (const { name, suites, debian, path } of optionalServers) {
    if (path === null) say(`skipped: ${suites}, because ${name} is not installed (Debian: apt-get install ${debian})`);
    else say(`ran: ${suites}, on ${path}`);
  }
}, builds);
