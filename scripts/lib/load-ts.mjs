/**
 * Lets plain scripts import the project's TypeScript as it stands, without a build:
 *   import '../scripts/lib/load-ts.mjs'; const { x } = await import('../src/….js');
 * Types are stripped, not checked. For tools of the project only: the product runs what `nest build` made.
 */
import { readFileSync, existsSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';

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

let typescript;
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  typescript ??= (await import('typescript')).default;
  const { ModuleKind, ScriptTarget, transpileModule } = typescript;
  const { outputText } = transpileModule(readFileSync(fileURLToPath(url), 'utf8'), {
    fileName: fileURLToPath(url),
    compilerOptions: {
      module: ModuleKind.ESNext,
      target: ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      inlineSourceMap: true,
    },
  });
  return { format: 'module', source: outputText, shortCircuit: true };
}

const registered = Symbol.for('throughline.load-ts');
if (!import.meta.url.includes('?hook') && !globalThis[registered]) {
  globalThis[registered] = true;
  register(`${import.meta.url}?hook`);
}
