/**
 * `npm test`: prepares the checkout and runs everything on a PostgreSQL of its own; what follows `--` goes to Jest. Says
 * which suites had to be left out because a server that npm cannot install is not on this machine.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { command, root, say } from './lib/prepare.mjs';

function jest(args) {
  const program = join(root, 'node_modules/jest/bin/jest.js');
  const flags = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, program, ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => undefined); // the terminal sends it to both of us; Jest ends the run
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

await command(async () => {
  process.exitCode = await jest(process.argv.slice(2));
  await import('./lib/load-ts.mjs');
  const { optionalServers } = await import('../test/support/optional-servers.js');
  for (const { name, suites, debian, path } of optionalServers) {
    if (path === null) say(`skipped: ${suites}, because ${name} is not installed (Debian: apt-get install ${debian})`);
    else say(`ran: ${suites}, on ${path}`);
  }
});
