/** The purchases that `npm run tour` walks, read by everybody who acts in them, at moments of the walk and at its end. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from './client.mjs';
import { Crawl } from './crawl.mjs';
import { Instants } from './instants.mjs';
import { Observations } from './observe.mjs';
import { readRoutes } from './routes.mjs';

/** Each is asked before business time is moved beyond it for the first time; the deadline for bids is on the 21st. */
export const STOPS = [
  { name: 'before-the-deadline', before: '2025-11-21T09:30:00+08:00' },
  { name: 'after-it', before: '2025-11-22T00:00:00+08:00' },
  { name: 'result-published', before: '2025-12-02T00:00:00+08:00' },
  { name: 'at-work', before: '2026-05-18T00:00:00+08:00' },
  { name: 'after-the-year', before: null },
];
/** Who also asks what is malformed, and for every drawing. */
const EMPHASIS = { supervisor: { forms: true }, bureau_officer: { forms: true, draws: true } };
const ADMINISTERING = [
  ['tour.admin'],
  ['tour.second'],
  ['tour.third'],
  ['tour.operator', '--role', 'system_admin'],
  ['tour.auditor', '--role', 'auditor'],
];
const CHILD = fileURLToPath(new URL('./tour-child.mjs', import.meta.url));

export async function characteriseTour(checkout, limits, moments, say) {
  const begins = await beginning(checkout.root);
  const instants = new Instants(Date.now());
  instants.moved(begins);
  const marks = [];
  const env = { PORT: '0', BUSINESS_TIME_START: begins, CHARACTERISE_SOCKET: '' };
  const codes = [];
  for (const [login, ...role] of ADMINISTERING) {
    const asked = checkout.run('scripts/cli.mjs', ['create-admin', login, ...role], env);
    // A checkout of before the three roles makes administrators alone.
    const made = await (role.length > 0 ? asked.catch(() => null) : asked);
    if (made !== null) codes.push(`${login}=${/^setup code (\S+)/m.exec(made.lines.join('\n'))[1]}`);
  }
  const served = await checkout.run('scripts/cli.mjs', ['serve'], env, /^ready /);
  await checkout.run('scripts/cli.mjs', ['worker'], { ...env, CHARACTERISE_SOCKET: checkout.control.path }, /ready/);
  const client = new Client(/^ready (\S+)/.exec(served.lines.at(-1))[1]);
  const unplaced = () => client.unplaced();
  const document = JSON.parse((await client.ask('GET', '/openapi.json')).body.toString('utf8'));
  const observations = new Observations();
  const accounts = [{ name: 'public', role: 'public', token: null, reach: 'all', draws: true, forms: true }];
  const crawl = new Crawl({
    ...{ client, routes: readRoutes(document), accounts, marks, limits },
    record: (seen) => observations.add(seen),
  });
  const lines = [];
  let at = begins;
  const stops = STOPS.filter(({ name }) => moments.includes(name));

  const look = async ({ name }) => {
    await checkout.control.sweep(unplaced);
    const begun = Date.now();
    const before = client.requests;
    await crawl.at(name);
    say(
      `tour ${name}, ${at.slice(0, 16)}: ${client.requests - before} requests, ${Math.round((Date.now() - begun) / 1000)} s`,
    );
  };

  const receive = {
    account: async ({ login, token }) => {
      const { body } = await client.ask('GET', '/api/v1/me', { token });
      const { seats, kind } = JSON.parse(body.toString('utf8'));
      const name = login ?? 'key';
      const known = accounts.find((account) => account.name === name);
      if (known) known.token = token;
      else {
        const role = seats?.[0]?.role ?? kind;
        accounts.push({ name, role, token, reach: 'all', ...EMPHASIS[role] });
      }
    },
    changed: () => checkout.control.quiet(unplaced),
    move: async ({ to }) => {
      while (stops[0]?.before && Date.parse(to) > Date.parse(stops[0].before)) await look(stops.shift());
      if (marks.length === 0) marks.push(new Date().toISOString());
      await checkout.cli('business-time', '--to', to);
      at = to;
      instants.moved(to);
      await checkout.control.sweep(unplaced);
    },
    said: ({ who, what }) => lines.push(`${at.slice(0, 16)} ${who}: ${what}`),
  };
  await play([checkout.root, client.url, ...codes], receive);
  for (const stop of stops) await look(stop);
  client.close();
  instants.end();
  return { instants, observations, client, missing: [], skipped: crawl.skipped, accounts, printed: lines };
}

/** The instant at which the tour of this checkout begins. */
async function beginning(root) {
  await import(pathToFileURL(join(root, 'scripts/lib/load-ts.mjs')).href);
  const { BEGINS } = await import(pathToFileURL(join(root, 'tour/tour.ts')).href);
  return BEGINS;
}

/** Runs the child; each of its messages is answered when what it asks for is done. */
function play(args, receive) {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, args, { env: { ...process.env, NODE_OPTIONS: '' } });
    child.on('message', (message) => {
      Promise.resolve(receive[message.kind](message)).then(
        () => message.id !== undefined && child.send({ id: message.id }),
        (error) => {
          child.kill();
          reject(error);
        },
      );
    });
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the tour ended with ${code}`))));
  });
}
