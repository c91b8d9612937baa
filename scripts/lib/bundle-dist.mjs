/**
 * Bundles what the sources are compiled to, so that a process of the product loads a few files instead of thousands. Each
 * module keeps what it knows of itself: the address that it would have in `dist`, beside which it finds its files, and the
 * names of its classes, which Nest and TypeORM read. Packages stay where they are installed.
 */
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { BUNDLED } from './bundles.mjs';
import { compiled, root } from './prepare.mjs';

/** Programs that are started by their paths. */
const PROGRAMS = [
  'src/main.js',
  'src/worker.js',
  'src/cli.js',
  'src/openapi.js',
  'src/boot/pass-thread.js',
  'src/opendata/screening/screening-thread.js',
];
/** What `scripts/` import by their paths. */
const LIBRARIES = ['src/boot/launcher.js', 'src/boot/bootstrap.js', 'src/kernel/embedded/index.js'];
const ENTRIES = [...PROGRAMS, ...LIBRARIES];
/** With this module everything that it imports is loaded: what is imported of it later needs no file of its own. */
const WHOLE = 'src/boot/bootstrap.js';
/** What programs need of it before they know whether they need the rest. */
const EARLY = ['src/kernel/database/data-source.js', 'src/opendata/screening/blocks.js'];
const APP = 'throughline:app';
const NAMED = 'throughline:named';

const IMPORT = /^(?:import|export)\b[^;'"]*?from ?["'](\.[^"']+\.js)["']|^import ?["'](\.[^"']+\.js)["']/gm;
const LATE_IMPORT = /\bimport\(["'](\.[^"']+\.js)["']\)/g;
/** The first line of a class, as both compilers print it. */
const CLASS =
  /^( *(?:export )?(?:default )?(?:(?:let|const|var) [\w$]+ = )?(?:[\w$]+ = )*class ([\w$]+)(?: extends .+)? \{)(.*)$/gm;
const ANY_CLASS = /^(?! *(?:\*|\/\/)).*\bclass [\w$]+(?: extends .+)? \{.*$/gm;

const nameOf = (path) => relative(compiled, path).split(sep).join('/');
const resolveName = (from, specifier) => posix.join(posix.dirname(from), specifier);
const textOf = (name) => readFileSync(join(compiled, name), 'utf8');
const toIdentifier = (name) => name.replace(/\.js$/, '').replaceAll(/\W/g, '_');

function listImports(name, pattern) {
  return [...textOf(name).matchAll(pattern)].map(([, from, alone]) => resolveName(name, from ?? alone));
}

/** These modules and all to which imports of this kind lead from them. */
function listReached(entries, ...patterns) {
  const found = new Set(entries);
  for (const name of found)
    for (const pattern of patterns) for (const other of listImports(name, pattern)) found.add(other);
  return found;
}

/** A class is called as in its module, whatever others are called that stand beside it. */
function keepClassNames(name, text) {
  const named = text.replaceAll(CLASS, (_, head, type, rest) => `${head} static { $named(this, '${type}'); }${rest}`);
  const missed = named.match(ANY_CLASS)?.find((line) => !line.includes('static { $named('));
  if (missed) throw new Error(`${name}: the build must see the name of this class: ${missed}`);
  return named === text ? text : `import { $named } from '${NAMED}'; ${named}`;
}

/** `import.meta` of a module says where the module would be. */
function keepAddress(name, text) {
  if (!text.includes('import.meta.')) return text;
  const url = `new URL('../${name}', import.meta.url)`;
  const kept = text
    .replaceAll('import.meta.url', `${url}.href`)
    .replaceAll('import.meta.filename', `$toPath(${url})`)
    .replaceAll('import.meta.dirname', `$toPath(new URL('.', ${url}))`);
  return `import { fileURLToPath as $toPath } from 'node:url'; ${kept}`;
}

/** The modules of the product as the bundle takes them; `replaced` are texts that stand for some of them. */
function takeModules(replaced) {
  const whole = listReached([WHOLE], IMPORT);
  const all = listReached(ENTRIES, IMPORT, LATE_IMPORT);
  const isInApp = (name) => whole.has(name) && !EARLY.includes(name);
  const late = new Set([...all].flatMap((name) => listImports(name, LATE_IMPORT)).filter(isInApp));
  const importFromApp = (name, text) =>
    text.replaceAll(LATE_IMPORT, (as, specifier) => {
      const other = resolveName(name, specifier);
      return late.has(other) ? `import('${APP}').then((app) => app.${toIdentifier(other)})` : as;
    });
  const virtual = {
    [NAMED]:
      "export const $named = (type, value) => Object.defineProperty(type, 'name', { value, configurable: true });",
    [APP]: [
      `import './${WHOLE}';`,
      ...[...late].sort().map((name) => `export * as ${toIdentifier(name)} from './${name}';`),
    ].join('\n'),
  };
  const isOwn = (path) => path.startsWith(compiled);
  return {
    name: 'modules of the product',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^throughline:/ }, ({ path }) => ({ path, namespace: 'virtual' }));
      onLoad({ filter: /^/, namespace: 'virtual' }, ({ path }) => ({ contents: virtual[path], resolveDir: compiled }));
      onResolve({ filter: /^\..*\.json$/ }, ({ path, importer }) =>
        isOwn(importer) ? { path: join(root, resolveName(nameOf(importer), path)) } : undefined,
      );
      onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
        kind === 'entry-point' ? undefined : { path, external: true },
      );
      onLoad({ filter: /\.js$/, namespace: 'file' }, ({ path }) => {
        const name = nameOf(path);
        if (replaced.has(name)) return { contents: replaced.get(name) };
        return { contents: keepAddress(name, keepClassNames(name, importFromApp(name, textOf(name)))) };
      });
    },
  };
}

/** What stands at the address of an entry and leads to its bundle. Stacks then say places in the sources. */
function leadTo(entry) {
  const way = posix.relative(posix.dirname(entry), `bundle/${toIdentifier(entry)}.js`);
  const follow = PROGRAMS.includes(entry) ? `await import('${way}')` : `export * from '${way}'`;
  return `process.setSourceMapsEnabled(true);\n${follow};\n`;
}

/** @returns the texts of the bundle by their paths in `dist` */
export async function bundleProduct(replaced) {
  const outdir = join(root, '.cache/dist/bundle');
  const { outputFiles } = await build({
    ...BUNDLED,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(ENTRIES.map((entry) => [toIdentifier(entry), join(compiled, entry)])),
    outdir,
    chunkNames: '[name]-[hash]',
    splitting: true,
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [takeModules(replaced)],
    // the OpenAPI plugin says the values of a field as it finds them, and then as its check names them: these are meant
    logOverride: { 'duplicate-object-key': 'silent' },
  });
  const files = new Map(ENTRIES.map((entry) => [entry, leadTo(entry)]));
  for (const { path, text } of outputFiles) {
    const name = `bundle/${relative(outdir, path).split(sep).join('/')}`;
    files.set(name, name.endsWith('.map') ? text.replaceAll('"../../compiled/', '"../../') : text);
  }
  return files;
}
