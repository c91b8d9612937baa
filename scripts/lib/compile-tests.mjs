/**
 * Compiles what the tests run into `.cache/test-build`, and there only what has changed: file by file, except where the
 * OpenAPI plugin of the product's build (nest-cli.json) reads types to make the schemas of requests and answers. Such a file
 * is compiled again when anything changes that it imports. Types are checked by `npm run typecheck`, not here.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import openapiPlugin from '../openapi-plugin.cjs';
import { root, testBuild } from './prepare.mjs';

const stateFile = join(testBuild, '.state.json');
const plugin = JSON.parse(readFileSync(join(root, 'nest-cli.json'), 'utf8')).compilerOptions.plugins[0].options;
const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail };
const changes = { noEmit: false, noCheck: true, isolatedModules: true, sourceMap: true };
const config = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.check.json'), changes, host);

function fail(...diagnostics) {
  process.stderr.write(ts.formatDiagnostics(diagnostics, ts.createCompilerHost({})));
  process.exit(1);
}

const hash = (text) => createHash('sha256').update(text).digest('hex');
/** Everything besides a file's own text that decides what it is compiled to. */
const version = hash(
  [
    ...[ts.version, JSON.stringify([config.options, plugin])],
    ...[import.meta.url, new URL('../openapi-plugin.cjs', import.meta.url)].map((url) =>
      readFileSync(fileURLToPath(url), 'utf8'),
    ),
  ].join(),
);

function readState() {
  const state = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : null;
  return state?.version === version ? state.files : {};
}

const nameOf = (path) => relative(root, path).split(sep).join('/');

/** Files of the project that a file imports, directly. */
function importsOf(path, text) {
  return ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => nameOf(join(dirname(path), fileName.replace(/\.js$/, '.ts'))));
}

/** What stands for each file in the state; a file that is as it was is not read for its imports again. */
function readFiles(before) {
  const files = {};
  for (const path of config.fileNames.filter((name) => /(?<!\.d)\.ts$/.test(name))) {
    const text = readFileSync(path, 'utf8');
    const name = nameOf(path);
    const digest = hash(text);
    files[name] = before[name]?.digest === digest ? before[name] : { digest, imports: importsOf(path, text) };
  }
  return files;
}

const outputOf = (name) => join(testBuild, name.replace(/\.ts$/, '.js'));

/** The map names its source as if it stood beside it: that is how `test/runner` loads the file. */
function write(name, code, map) {
  const file = outputOf(name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  writeFileSync(`${file}.map`, JSON.stringify({ ...JSON.parse(map), sourceRoot: '', sources: [basename(name)] }));
}

function compileAlone(name) {
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(readFileSync(join(root, name), 'utf8'), {
    fileName: join(root, name),
    reportDiagnostics: true,
    compilerOptions: {
      ...config.options,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
  });
  if (diagnostics.length > 0) fail(...diagnostics);
  write(name, outputText, sourceMapText);
}

function compileWithTypes(names) {
  const program = ts.createProgram({ rootNames: names.map((name) => join(root, name)), options: config.options });
  const transform = openapiPlugin.before(plugin, program);
  for (const name of names) {
    const source = program.getSourceFile(join(root, name));
    const broken = program.getSyntacticDiagnostics(source);
    if (broken.length > 0) fail(...broken);
    const made = {};
    const keep = (path, text) => (made[path.endsWith('.map') ? 'map' : 'code'] = text);
    program.emit(source, keep, undefined, false, { before: [transform] });
    write(name, made.code, made.map);
  }
}

const suffixes = [plugin.dtoFileNameSuffix, plugin.controllerFileNameSuffix].flat();
const hasSchemas = (name) => !name.endsWith('.spec.ts') && suffixes.some((suffix) => name.includes(suffix));

/** Every file from which an import leads, over any number of files, to one of these. */
function findImporters(files, changed) {
  const importers = new Map();
  for (const [name, { imports }] of Object.entries(files))
    for (const other of imports) importers.set(other, [...(importers.get(other) ?? []), name]);
  const found = new Set(changed);
  for (const name of found) for (const importer of importers.get(name) ?? []) found.add(importer);
  return found;
}

const before = readState();
const files = readFiles(before);
const changed = Object.keys(files).filter((name) => before[name] !== files[name] || !existsSync(outputOf(name)));
const typed = [...findImporters(files, changed)].filter((name) => name in files && hasSchemas(name));
for (const name of changed) if (!hasSchemas(name)) compileAlone(name);
if (typed.length > 0) compileWithTypes(typed);
writeFileSync(stateFile, JSON.stringify({ version, files }));
