/**
 * `node scripts/trim-lock.mjs`, after a change of packages: takes out of package-lock.json what must not stand in it, and
 * lets npm write it anew.
 *
 * - An optional peer of a production package that is installed for development alone, as `typescript` is for the compiler
 *   plugin of @nestjs/swagger: npm would install it in production too, because it is there to be found.
 * - Addresses of downloads: they are those of the registry of whoever ran npm.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './lib/prepare.mjs';

const file = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { devDependencies } = lock.packages[''];

for (const [path, { dev, peerDependencies = {}, peerDependenciesMeta = {} }] of Object.entries(lock.packages)) {
  if (dev) continue;
  for (const name of Object.keys(peerDependenciesMeta).filter((peer) => peer in devDependencies)) {
    say(`${path}: without its optional peer ${name}`);
    delete peerDependencies[name];
    delete peerDependenciesMeta[name];
  }
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

const options = [
  '--package-lock-only',
  '--omit-lockfile-registry-resolved',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
];
const { status } = spawnSync('npm', ['install', ...options], {
  cwd: root,
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
