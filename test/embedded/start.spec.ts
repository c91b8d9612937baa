import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Checkout } from '../support/checkout.js';
import type { Child } from '../support/child.js';
import { findFreePort } from '../support/free-port.js';

const READY = /^ready (http:\/\/\S+)$/m;
const ACCOUNT = /^account \S+ \S+ \S+$/gm;
const KEY_AND_SLIP = /^(key integrator tlk_\S+|slip resident \S+ \(page \/s\))$/gm;
/** An install and a build from nothing, on two busy cores. */
const FIRST_START_MS = 900_000;

const isRoot = process.getuid?.() === 0;
const NOBODY = { uid: 65534, gid: 65534 };

/** One checkout goes through the life of a newcomer's; the tests follow each other. */
describe('npm start', () => {
  let checkout: Checkout;
  const started: Child[] = [];

  const start = (env: NodeJS.ProcessEnv = {}, account = {}, args: string[] = []): Child => {
    const child = checkout.npm(['start', ...args], { npm_config_ignore_scripts: 'true', ...env }, account);
    started.push(child);
    return child;
  };
  /** Deals and amount of the study's second year, which the first start loaded. */
  const studyOf2018 = async (url: string): Promise<unknown> => {
    const answer = await fetch(`${url}/api/v1/statistics/awards?year=2018&groupBy=category&region=990000`);
    const { total } = (await answer.json()) as { total: { deals: number; amount: string } };
    return [total.deals, total.amount];
  };
  /** Ready is said by the process; the jobs' side may take a moment longer on a busy machine. */
  const untilReady = async (url: string): Promise<void> => {
    for (const deadline = Date.now() + 60_000; ; await pause(200)) {
      const { status } = await fetch(`${url}/health/ready`);
      if (status === 200 || Date.now() > deadline) return expect(status).toBe(200);
    }
  };
  const nothingIsLeft = async (): Promise<void> => {
    for (const deadline = Date.now() + 60_000; checkout.running().length > 0 && Date.now() < deadline;) await pause(50);
    expect(checkout.running()).toEqual([]);
  };
  const STUDY_2018 = [136, '20100000.00'];

  beforeAll(() => {
    checkout = new Checkout();
  });
  afterAll(async () => {
    await Promise.all(started.map((child) => child.kill()));
    checkout.remove();
  });

  it(
    'serves from an empty clone in a closed folder, with PATH and HOME only, without install scripts, its port occupied',
    async () => {
      const occupant: Server = createServer().on('error', () => undefined);
      await new Promise<void>((resolve) => {
        occupant.once('listening', resolve).once('error', () => resolve()); // occupied by somebody else is as good
        occupant.listen(3000, '127.0.0.1');
      });
      const child = start();
      const url = await child.says(READY, FIRST_START_MS);
      occupant.close();
      expect(child.output).toMatch(/^port 3000 is occupied, port 30\d\d is used instead$/m);
      expect(child.output).toContain(`data folder   ${join(checkout.folder, '.data')}\n`);
      expect(child.output.match(ACCOUNT)?.map((line) => line.split(' ')[1])).toEqual([
        'admin',
        'bureau_officer',
        'bureau_approver',
        'supervisor',
        'finance_authority',
        'procurement_agent',
        'agency_manager',
        'agency_worker',
        'panel_member',
        'evaluator',
        'community_worker',
        'integrator',
        'system_admin',
        'auditor',
      ]);
      expect(child.output.match(KEY_AND_SLIP)).toHaveLength(2);
      await untilReady(url);
      expect((await fetch(`${url}/docs`)).status).toBe(200);
      expect(await studyOf2018(url)).toEqual(STUDY_2018);
    },
    FIRST_START_MS,
  );

  it('refuses a second one on the same folder', async () => {
    const [first] = started;
    const second = start({ PORT: new URL(await (first as Child).says(READY)).port });
    expect(await second.end()).toBe(1);
    expect(second.output).toContain(`Throughline is already running on the data folder ${checkout.folder}/.data`);
  });

  it('lets commands work beside it', async () => {
    const command = checkout.npm(['run', '-s', 'cli', '--', 'business-time']);
    expect([await command.end(), command.output]).toEqual([0, expect.stringMatching(/\d{4}-\d\d-\d\dT/)]);
    expect(checkout.running().length).toBeGreaterThan(1);
  });

  it('drains on Ctrl-C and leaves nothing running', async () => {
    const [first] = started;
    first?.signalGroup('SIGINT');
    await first?.end();
    // A line of the log may stand between them.
    expect(first?.output).toMatch(/^stopping …\n(?:\{.*\}\n)*stopped\n$/m);
    expect(first?.output).toMatch(/\nstopped\n$/);
    await nothingIsLeft();
  });

  it('starts again on its data, on the port that is asked for, and prints no password twice', async () => {
    const port = await findFreePort();
    const child = start({ PORT: String(port) });
    const url = await child.says(READY);
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(child.output).not.toMatch(ACCOUNT);
    expect(await studyOf2018(url)).toEqual(STUDY_2018);

    child.signalGroup('SIGKILL');
    await child.end();
    const again = start({ PORT: String(port) });
    expect(await studyOf2018(await again.says(READY))).toEqual(STUDY_2018);
    expect(again.output).toContain('its server was still running and is used again');

    again.signal('SIGTERM'); // to npm alone, which passes it on
    await again.end();
    await nothingIsLeft();
  });

  it('ends when npm is killed outright', async () => {
    const child = start({ PORT: '0' });
    await child.says(READY);
    child.signal('SIGKILL');
    await child.says(/^stopped$/m);
    await nothingIsLeft();
  });

  it('refuses a PORT that is occupied, an unknown option and a wrong setting, and names them', async () => {
    const occupant = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => occupant.listen(port, '127.0.0.1', resolve));
    const refusals = [
      [start({ PORT: String(port) }), `PORT: 127.0.0.1:${port} is occupied`],
      [start({}, {}, ['--', '--frehs']), 'Unknown option --frehs'],
      [start({ QUEUE_BACKEND: 'kafka' }), 'QUEUE_BACKEND'],
    ] as const;
    for (const [child, message] of refusals) {
      expect(await child.end()).toBe(1);
      expect(child.output).toContain(message);
    }
    occupant.close();
    await nothingIsLeft();
  });

  it('starts afresh when asked to, and keeps the old database beside', async () => {
    const child = start({ PORT: '0' }, {}, ['--', '--fresh']);
    await child.says(READY, 300_000);
    expect(child.output).toMatch(/^the old database is kept in \S+$/m);
    expect(child.output).toMatch(ACCOUNT);
    child.signalGroup('SIGTERM');
    await child.end();
    rmSync(/the old database is kept in (\S+)/.exec(child.output)?.[1] ?? '', { recursive: true });
    await nothingIsLeft();
  });

  it('names a data folder that cannot be written, and what to do', async () => {
    const file = join(checkout.home, 'a-file');
    writeFileSync(file, '');
    const child = start({ DATA_DIR: join(file, 'data') });
    expect(await child.end()).toBe(1);
    expect(child.output).toMatch(/The data folder \S+ cannot be written \(ENOTDIR\).*set DATA_DIR/);
  });

  (isRoot ? describe : describe.skip)('as an ordinary user (tried when the tests run as root)', () => {
    let env: NodeJS.ProcessEnv;

    beforeAll(() => {
      checkout.giveTo(NOBODY.uid, NOBODY.gid);
      mkdirSync(join(checkout.folder, '.cache/closed'), { mode: 0o555 });
      env = { HOME: checkout.home, PORT: '0', DATA_DIR: join(checkout.folder, '.cache/data') };
    });

    it('serves', async () => {
      const child = start(env, NOBODY);
      const url = await child.says(READY, 300_000);
      await untilReady(url);
      child.signalGroup('SIGTERM');
      await child.end();
      await nothingIsLeft();
    });

    it('names a folder that this user may not write', async () => {
      const child = start({ ...env, DATA_DIR: join(checkout.folder, '.cache/closed/data') }, NOBODY);
      expect(await child.end()).toBe(1);
      expect(child.output).toMatch(/The data folder \S+ cannot be written \(EACCES\)/);
    });

    it('names a checkout that this user may not build in', async () => {
      checkout.giveTo(0, 0);
      rmSync(join(checkout.folder, 'dist'), { recursive: true });
      const child = start(env, NOBODY);
      expect(await child.end()).toBe(1);
      expect(child.output).toContain(`The folder ${checkout.folder} cannot be written (EACCES)`);
    });
  });
});
