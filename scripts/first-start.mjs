/**
 * `node scripts/first-start.mjs`: gives `npm start` as a newcomer does, with PATH and HOME alone, asks what it serves, and
 * stops it as Ctrl-C does. In an empty clone this installs the packages and builds. The data go to a folder of their own and
 * are removed at the end, with the folder that the embedded server of root keeps elsewhere. Until then it uses nothing but
 * Node, because nothing is installed yet.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { PATH, HOME } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'throughline-first-start-'));
const data = join(folder, 'data');
const note = join(data, 'postgres.json');
const began = Date.now();
const child = spawn('npm', ['start'], {
  env: { PATH, HOME, DATA_DIR: data, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true, // a group of its own, which Ctrl-C at a terminal reaches as a whole
});
const ended = new Promise((resolve) => child.once('exit', resolve));

/** The address that the start prints, or null where it ends without one. */
const served = new Promise((resolve) => {
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    const [, url] = /^ready (http:\/\/\S+)$/m.exec(output) ?? [];
    if (url) resolve(url);
  });
  void ended.then(() => resolve(null));
});

const faults = [];
const url = await served;
if (url === null) faults.push('it ended before it was ready');
else {
  console.log(`ready after ${Math.round((Date.now() - began) / 1000)} s`);
  for (const path of ['/health/ready', '/docs', '/api/v1/statistics/awards?year=2018&groupBy=category&region=990000']) {
    const { status } = await fetch(`${url}${path}`);
    if (status !== 200) faults.push(`${path} answers ${status}`);
  }
  process.kill(-child.pid, 'SIGINT');
}
await ended;
if (existsSync(note)) {
  const { home } = JSON.parse(readFileSync(note, 'utf8'));
  const { destroyEmbeddedServer } = await import('../dist/src/kernel/embedded/index.js');
  destroyEmbeddedServer(data);
  if (home !== null && existsSync(home)) faults.push(`${home} is left behind`);
}
rmSync(folder, { recursive: true, force: true });
for (const fault of faults) console.error(`first start: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
