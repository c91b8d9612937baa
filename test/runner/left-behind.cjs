/**
 * What a test file must not leave to the files after it in the same process: settings, another folder, changed functions of
 * shared modules, listeners on the process, storages of its promises, and whatever keeps a process alive (timers,
 * connections, servers, children).
 */
const { AsyncResource } = require('node:async_hooks');
const pg = require('pg');

const HELD = new Set(['Timeout', 'TCPSocketWrap', 'TCPServerWrap', 'ProcessWrap', 'StatWatcher', 'FSEvent', 'Worker']);
/** Functions that tests put something before. */
const takeFunctions = () => ({
  fetch: globalThis.fetch,
  write: process.stdout.write,
  query: pg.Client.prototype.query,
});
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'beforeExit'];
/** The tests' own, which live as long as their process: which request is answered, and what is asked for the record. */
const OWN_STORAGES = 2;
/** Connections close a moment after whoever held them has been told; on a busy machine a long one. Only what stays waits so long. */
const GRACE_MS = 30_000;

function countHeld() {
  const counts = {};
  for (const kind of process.getActiveResourcesInfo()) if (HELD.has(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Each storage in use has a place in everything asynchronous that begins. */
const countStorages = () =>
  Object.getOwnPropertySymbols(new AsyncResource('count')).filter(({ description }) => description === 'kResourceStore')
    .length;

const takeState = () => ({
  env: { ...process.env },
  cwd: process.cwd(),
  listeners: Object.fromEntries(SIGNALS.map((name) => [name, process.listenerCount(name)])),
  functions: takeFunctions(),
  held: countHeld(),
  storages: countStorages(),
});

const differences = (what, before, after) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .map((key) => `${what} ${key}: ${before[key] ?? 'none'} before, ${after[key] ?? 'none'} after`);

function compare(before, after) {
  const more = Object.keys(after.held).filter((kind) => after.held[kind] > (before.held[kind] ?? 0));
  return [
    ...differences('setting', before.env, after.env),
    ...(before.cwd === after.cwd ? [] : [`folder ${after.cwd}`]),
    ...differences('listeners on', before.listeners, after.listeners),
    ...Object.keys(before.functions)
      .filter((name) => before.functions[name] !== after.functions[name])
      .map((name) => `function ${name}`),
    ...(after.storages <= Math.max(before.storages, OWN_STORAGES)
      ? []
      : [`storages of promises: ${after.storages}, ${before.storages} before`]),
    ...more.map((kind) => `open: ${after.held[kind]} ${kind}, ${before.held[kind] ?? 0} before`),
  ];
}

/** @returns a function that throws when the process is not as it was when this was called */
exports.watchProcess = () => {
  const before = takeState();
  return async () => {
    let left = compare(before, takeState());
    for (const deadline = Date.now() + GRACE_MS; left.length > 0 && Date.now() < deadline;) {
      await new Promise((done) => setTimeout(done, 20).unref());
      left = compare(before, takeState());
    }
    if (left.length > 0) throw new Error(`left behind for the next test file: ${left.join('; ')}`);
  };
};
