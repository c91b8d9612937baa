/**
 * Compiles the project's TypeScript into `.cache/compiled`, for the product and for the tests alike, and there only what has
 * changed: file by file, except where the OpenAPI plugin reads types to make the schemas of requests and answers. Such a file
 * is compiled again when anything changes that it imports. Types are checked by `npm run typecheck`, not here.
 */
import { transform, version as esbuildVersion } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import openapiPlugin from '../openapi-plugin.cjs';
import { compiled, root, TESTS } from './prepare.mjs';

const stateFile = join(compiled, '.state.json');
const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail };
const changes = { noEmit: false, noCheck: true, isolatedModules: true, sourceMap: true };
const { options } = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.json'), changes, host);

/** For files without decorators: ten times as fast as TypeScript, and the same by the settings of tsconfig.json. */
const FAST = {
  loader: 'ts',
  target: 'node20.19',
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  tsconfigRaw: { compilerOptions: { target: 'ES2023', useDefineForClassFields: true, experimentalDecorators: true } },
};

function fail(...diagnostics) {
  process.stderr.write(ts.formatDiagnostics(diagnostics, ts.createCompilerHost({})));
  process.exit(1);
}

const hash = (text) => createHash('sha256').update(text).digest('hex');
const textOf = (name) => readFileSync(join(root, name), 'utf8');
/** Everything besides the files' own texts that decides what they are compiled to. */
const version = hash(
  [
    ...[ts.version, esbuildVersion, JSON.stringify([options, openapiPlugin.options]), textOf('package-lock.json')],
    ...[import.meta.url, new URL('../openapi-plugin.cjs', import.meta.url)].map((url) =>
      readFileSync(fileURLToPath(url), 'utf8'),
    ),
  ].join(),
);

/** What stands of the last run; one that ended while it was written is none. */
function readState() {
  try {
    const state = JSON.parse(readFileSync(stateFile, 'utf8'));
    return state.version === version ? state.files : {};
  } catch {
    return {};
  }
}

function writeState(files) {
  mkdirSync(compiled, { recursive: true });
  writeFileSync(stateFile, JSON.stringify({ version, files }));
}

const nameOf = (path) => relative(root, path).split(sep).join('/');

const listFiles = (folder, kind = /(?<!\.d)\.ts$/) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => nameOf(join(entry.parentPath, entry.name)))
    .sort();

/** Files of the project that a file imports, directly. */
function importsOf(name, text) {
  return ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => nameOf(join(root, dirname(name), fileName.replace(/\.js$/, '.ts'))));
}

const compiledFile = (name) => join(compiled, name.replace(/\.ts$/, '.js'));

/** The map names its source as if it stood beside it: that is how `test/runner` loads the file. */
function write(name, code, map) {
  const file = compiledFile(name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  writeFileSync(`${file}.map`, JSON.stringify({ ...JSON.parse(map), sourceRoot: '', sources: [basename(name)] }));
}

/** Decorators need the types of what they stand at, which only TypeScript writes. */
const hasDecorators = (code) => /\b__decorate(Class|Param)\b/.test(code);

async function compileAlone(name) {
  const text = textOf(name);
  const { code, map } = await transform(text, { ...FAST, sourcefile: name }).catch(({ message }) => {
    process.stderr.write(`${message}\n`);
    process.exit(1);
  });
  if (!hasDecorators(code))
    return write(name, `${code}//# sourceMappingURL=${basename(compiledFile(name))}.map\n`, map);
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(text, {
    fileName: join(root, name),
    reportDiagnostics: true,
    compilerOptions: {
      ...options,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
  });
  if (diagnostics.length > 0) fail(...diagnostics);
  write(name, outputText, sourceMapText);
}

function compileWithTypes(names) {
  const program = ts.createProgram({ rootNames: names.map((name) => join(root, name)), options });
  const addSchemas = openapiPlugin.before(openapiPlugin.options, program);
  for (const name of names) {
    const source = program.getSourceFile(join(root, name));
    const broken = program.getSyntacticDiagnostics(source);
    if (broken.length > 0) fail(...broken);
    const made = {};
    const keep = (path, text) => (made[path.endsWith('.map') ? 'map' : 'code'] = text);
    program.emit(source, keep, undefined, false, { before: [addSchemas] });
    write(name, made.code, made.map);
  }
}

const suffixes = [openapiPlugin.options.dtoFileNameSuffix, openapiPlugin.options.controllerFileNameSuffix].flat();
const hasSchemas = (name) => !name.endsWith('.spec.ts') && suffixes.some((suffix) => name.includes(suffix));

/** What stands for the texts of all files to which imports lead from this one, over any number of files. */
function digestImports(name, files) {
  const found = new Set([name]);
  for (const one of found) for (const other of files[one]?.imports ?? []) found.add(other);
  return hash([...found].map((one) => `${one} ${files[one]?.digest}`).join('\n'));
}

/** What stands for each file in the state; a file that is as it was is not read for its imports again. */
function readFiles(names, before) {
  const files = {};
  for (const name of names) {
    const text = textOf(name);
    const digest = hash(text);
    files[name] = before[name]?.digest === digest ? { ...before[name] } : { digest, imports: importsOf(name, text) };
  }
  // The closed lists of some fields are the keys of a JSON file.
  const data = Object.fromEntries(
    listFiles('src', /\.json$/).map((name) => [name, { digest: hash(textOf(name)), imports: [] }]),
  );
  for (const name of names.filter(hasSchemas)) files[name].within = digestImports(name, { ...files, ...data });
  return files;
}

/** What is left of sources that are gone would be imported as if they were there. */
function removeLeftovers(before, folders) {
  const isGone = (name) => folders.some((folder) => name.startsWith(`${folder}/`)) && !existsSync(join(root, name));
  for (const name of Object.keys(before).filter(isGone)) {
    rmSync(compiledFile(name), { force: true });
    delete before[name];
  }
}

/** Compiles what lies below these folders of the project, as far as it is wanted. */
export async function compileSources(folders, isWanted = () => true) {
  const names = folders.flatMap((folder) => listFiles(folder)).filter(isWanted);
  const before = readState();
  removeLeftovers(before, folders);
  const files = readFiles(names, before);
  const isAsBefore = (name) =>
    before[name]?.digest === files[name].digest &&
    before[name].within === files[name].within &&
    existsSync(compiledFile(name));
  const changed = names.filter((name) => !isAsBefore(name));
  if (changed.length === 0) return;
  rmSync(TESTS.stamp, { force: true }); // the tests' build is what it was made from no more
  // Whoever ends this half way leaves no file that passes for what it was.
  const rest = Object.fromEntries(Object.entries(before).filter(([name]) => !changed.includes(name)));
  writeState(rest);
  await Promise.all(changed.filter((name) => !hasSchemas(name)).map(compileAlone));
  const typed = changed.filter(hasSchemas);
  if (typed.length > 0) compileWithTypes(typed);
  writeState({ ...rest, ...files });
}
