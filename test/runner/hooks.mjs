/**
 * Module hooks of a test process: a source file is loaded as `npm test` has compiled it before the run, under its own name.
 * So `import.meta`, and with it every file that is looked for beside the code, is as in the source tree.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiledFile, resolve as resolveSource } from '../../scripts/lib/load-ts.mjs?hook';

const globals = new URL('./globals.mjs', import.meta.url).href;

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: globals, format: 'module', shortCircuit: true };
  return resolveSource(specifier, context, next);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: readFileSync(compiledFile(fileURLToPath(url)), 'utf8'), shortCircuit: true };
}
