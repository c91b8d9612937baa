/** Compiles what the tests run, the product's sources among it; `test/runner` loads it from there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleReaders } from './bundle-readers.mjs';
import { compileSources } from './compile-sources.mjs';
import { root } from './prepare.mjs';

await compileSources(['src', 'migrations', 'test', 'bench', 'tour']);
for (const [name, text] of (await bundleReaders()).files) {
  const path = join(root, '.cache/readers', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
