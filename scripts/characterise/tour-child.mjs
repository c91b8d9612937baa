/**
 * Plays the tour of a checkout in a process of its own, against servers that the parent runs. Tells the parent who signs in
 * with which token and where business time is to be moved; waits after each change until the jobs that follow from it are
 * done, so that what the next step finds does not depend on which was quicker.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [root, url, ...codes] = process.argv.slice(2);
const made = codes.map((code) => {
  const [login, setupCode] = code.split('=');
  return { login, setupCode };
});
const [systemAdmin, auditor] = made.splice(3);
const load = (path) => import(pathToFileURL(join(root, path)).href);

let last = 0;
const waiting = new Map();
/** Tells the parent and waits for its answer. */
const tell = (message) =>
  new Promise((resolve) => {
    const id = ++last;
    waiting.set(id, resolve);
    process.send({ id, ...message });
  });
process.on('message', ({ id }) => {
  waiting.get(id)?.();
  waiting.delete(id);
});

const { fetch } = globalThis;
globalThis.fetch = async (address, options = {}) => {
  const answer = await fetch(address, options);
  if ((options.method ?? 'GET') === 'GET' || !answer.ok) return answer;
  const path = new URL(address).pathname;
  if (/\/auth\/sessions$|\/api-keys$/.test(path)) {
    const made = await answer.clone().json();
    const asked = JSON.parse(options.body);
    await tell({ kind: 'account', login: asked.login ?? asked.name, token: made.accessToken ?? made.key });
  }
  await tell({ kind: 'changed' });
  return answer;
};

await load('scripts/lib/load-ts.mjs');
const { tour } = await load('tour/tour.ts');
await tour({
  url,
  admins: made,
  systemAdmin,
  auditor,
  moveTo: (to) => tell({ kind: 'move', to }),
  say: (who, what) => process.send({ kind: 'said', who, what }),
});
process.disconnect();
