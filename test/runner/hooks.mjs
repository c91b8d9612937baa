/**
 * Module hooks of a test process: a source file is loaded as `npm test` has compiled it before the run, under its own name.
 * So `import.meta`, and with it every file that is looked for beside the code, is as in the source tree.
 *
 * Each start of an application tries packages of Nest that are not installed. They fail while they run, not while they are
 * looked for: of what is not found here Node keeps a port, and with it the application that stood in the surroundings.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiledFile, resolve as resolveSource } from '../../scripts/lib/load-ts.mjs?hook';

const globals = new URL('./globals.mjs', import.meta.url).href;

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: globals, format: 'module', shortCircuit: true };
  try {
    return await resolveSource(specifier, context, next);
  } catch (error) {
    if (!context.parentURL?.includes('/node_modules/@nestjs/')) throw error;
    return { url: `data:text/javascript,throw new Error("${specifier} is not installed")`, shortCircuit: true };
  }
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: readFileSync(compiledFile(fileURLToPath(url)), 'utf8'), shortCircuit: true };
}
