/**
 * Jest's runtime for plain Node: test files and what they import are modules of the process and stay loaded for the files
 * that follow. Jest's own runtime makes a module graph for every test file, which costs more than most of them take to run.
 * Everything else of Jest is as it comes: its workers, jest-circus with its timeouts and hooks, its reporters.
 */
const { ModuleMocker } = require('jest-mock');
const asyncHooks = require('node:async_hooks');
const { readdirSync } = require('node:fs');
const { register } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const root = join(__dirname, '../..');
const build = join(root, '.cache/compiled');
const globals = pathToFileURL(join(__dirname, 'globals.mjs')).href;
const HANDLERS = Symbol.for('EVENT_HANDLERS');

/** The source map of each compiled file, by the URL under which the file is loaded. */
function findSourceMaps() {
  return new Map(
    readdirSync(build, { recursive: true })
      .filter((name) => name.endsWith('.js.map'))
      .map((name) => [pathToFileURL(join(root, name.replace(/\.js\.map$/, '.ts'))).href, join(build, name)]),
  );
}

let sourceMaps;
function prepareProcess() {
  register(pathToFileURL(join(__dirname, 'hooks.mjs')).href);
  sourceMaps = findSourceMaps();
}

module.exports = class ProcessRuntime {
  #mocker = new ModuleMocker(globalThis);
  #globals = {};
  /** What stood on the global object before this test file. */
  #symbols = new Set(Object.getOwnPropertySymbols(globalThis));
  #seed;
  /** Those that jest-circus has made for this test file. */
  #storages = [];

  /** By position, as Jest makes it: of eight arguments only the last, the settings of the whole run, says anything here. */
  constructor(...args) {
    this.#seed = args[7].seed;
    if (sourceMaps === undefined) prepareProcess();
  }

  /** jest-circus keeps its state where its module is: a fresh one for each test file. */
  requireInternalModule(path) {
    delete globalThis[HANDLERS];
    delete require.cache[path];
    return this.#noteStorages(() => require(path));
  }

  /** A storage that nobody disables stays with every promise of the process: 200 of them make an await 50 times as dear. */
  #noteStorages(load) {
    const storages = this.#storages;
    const { AsyncLocalStorage } = asyncHooks;
    asyncHooks.AsyncLocalStorage = class extends AsyncLocalStorage {
      constructor(...args) {
        super(...args);
        storages.push(this);
      }
    };
    try {
      return load();
    } finally {
      asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
    }
  }

  requireModule(path) {
    return require(path);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    const [{ renewGlobals }, { default: fc }] = await Promise.all([import(globals), import('fast-check')]);
    if (process.env.TEST_STATEMENTS) await import('../support/sent-statements.mjs');
    fc.configureGlobal({ seed: this.#seed });
    renewGlobals(this.#globals);
    await import(pathToFileURL(path).href);
  }

  setGlobalsForRuntime(renewed) {
    const mocker = this.#mocker;
    const jest = {
      fn: mocker.fn.bind(mocker),
      spyOn: mocker.spyOn.bind(mocker),
      restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
    };
    this.#globals = { ...renewed, jest };
  }

  getSourceMaps() {
    return sourceMaps;
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }

  enterTestCode() {}

  leaveTestCode() {}

  /** Nothing of this test file stays but its modules. */
  teardown() {
    this.#mocker.restoreAllMocks();
    for (const storage of this.#storages) storage.disable();
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
      if (!this.#symbols.has(symbol) && String(symbol.description).startsWith('JEST_')) delete globalThis[symbol];
    }
  }
};
