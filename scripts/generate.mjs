/**
 * `npm run generate` writes what is generated and committed; `npm run drift` compares and fails on a difference. Each
 * generator is a program of the build that writes its files, by their paths in the project, into the folder it is given.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { command, Refusal, root, say } from './lib/prepare.mjs';

const GENERATORS = ['dist/src/openapi.js'];

function generate(folder) {
  for (const program of GENERATORS) {
    const { status } = spawnSync(process.execPath, [join(root, program), folder], { cwd: root, stdio: 'inherit' });
    if (status !== 0) throw new Refusal(`${program} failed.`);
  }
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ made: path, name: relative(folder, path), committed: join(root, relative(folder, path)) }))
    .filter(({ made, committed }) => !existsSync(committed) || !readFileSync(made).equals(readFileSync(committed)));
}

await command(() => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-generated-'));
  try {
    const changed = generate(folder);
    if (process.argv.includes('--check')) {
      for (const { name } of changed) say(`drift: ${name} is not what the sources generate; run npm run generate`);
      if (changed.length > 0) process.exitCode = 1;
      return;
    }
    for (const { made, name, committed } of changed) {
      mkdirSync(dirname(committed), { recursive: true });
      copyFileSync(made, committed);
      say(`written: ${name}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
