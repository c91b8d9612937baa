/**
 * Lets plain scripts import the project's TypeScript as it stands, without a build:
 *   import '../scripts/lib/load-ts.mjs'; const { x } = await import('../src/….js');
 * Types are stripped, not checked. For tools of the project only: the product runs `dist`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, existsSync } from 'node:fs';
import { register } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where `compile-sources.mjs` keeps what it has made, and of which text it has made it. */
const compiled = join(root, '.cache/compiled');

/** The compiled form of a source file, whether it is there or not. */
export const compiledFile = (path) => join(compiled, relative(root, path).replace(/\.ts$/, '.js'));

const sourceOf = (url) => url.replace(/\.js$/, '.ts');

/** Loader hook: an import of `x.js` that is not there means `x.ts`. */
export async function resolve(specifier, context, next) {
  if (/^\.{1,2}\//.test(specifier) && specifier.endsWith('.js')) {
    const url = new URL(specifier, context.parentURL).href;
    if (!existsSync(fileURLToPath(url)) && existsSync(fileURLToPath(sourceOf(url)))) {
      return { url: sourceOf(url), format: 'module', shortCircuit: true };
    }
  }
  return next(specifier, context);
}

let digests;
/** What a build made of exactly this text, if one has: reading is a hundred times faster than compiling. */
function findCompiled(path, text) {
  try {
    digests ??= JSON.parse(readFileSync(join(compiled, '.state.json'), 'utf8')).files;
    const name = relative(root, path).split(sep).join('/');
    if (digests[name]?.digest !== createHash('sha256').update(text).digest('hex')) return null;
    return readFileSync(compiledFile(path), 'utf8');
  } catch {
    digests ??= {};
    return null; // nothing compiled, or just being compiled
  }
}

let typescript;
async function strip(path, text) {
  typescript ??= (await import('typescript')).default;
  const { ModuleKind, ScriptTarget, transpileModule } = typescript;
  const { outputText } = transpileModule(text, {
    fileName: path,
    compilerOptions: {
      module: ModuleKind.ESNext,
      target: ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      inlineSourceMap: true,
    },
  });
  return outputText;
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const path = fileURLToPath(url);
  const text = readFileSync(path, 'utf8');
  return { format: 'module', source: findCompiled(path, text) ?? (await strip(path, text)), shortCircuit: true };
}

const registered = Symbol.for('throughline.load-ts');
if (!import.meta.url.includes('?hook') && !globalThis[registered]) {
  globalThis[registered] = true;
  register(`${import.meta.url}?hook`);
}
