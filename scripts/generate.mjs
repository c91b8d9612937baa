/**
 * `npm run generate` writes what is generated and committed; `npm run drift` (`--check`) names what differs from what the
 * sources generate, and fails. Both fail where the OpenAPI document weighs more than it may (`MOST_DOCUMENT_BYTES`). The
 * generators are programs of the build that take the same option.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { command, root, say } from './lib/prepare.mjs';

const GENERATORS = ['dist/src/openapi.js'];

await command(() => {
  for (const program of GENERATORS) {
    const args = [join(root, program), ...process.argv.slice(2)];
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
    if (status === 0) continue;
    say(`${program} failed, or says above what is not as it should be; npm run generate writes generated files anew`);
    process.exitCode = 1;
  }
});
