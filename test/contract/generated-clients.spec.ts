import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { runToEnd } from '../support/child.js';
import { describeWith } from '../support/describe-with.js';
import { python } from '../support/optional-servers.js';

const root = resolve(import.meta.dirname, '../..');
const DOCUMENT = join(root, 'openapi/openapi.json');
const packages = (path: string): string => join(root, 'node_modules', path);

/** How each generator is called, and where its client comes to lie. */
const GENERATORS = {
  'hey-api': [
    packages('@hey-api/openapi-ts/bin/run.js'),
    ...['--input', DOCUMENT, '--output', 'hey-api', '--client', '@hey-api/client-fetch', '--no-log-file'],
  ],
  orval: [
    packages('orval/dist/bin/orval.js'),
    ...['--input', DOCUMENT, '--output', 'orval/client.ts', '--client', 'fetch', '--mode', 'split'],
  ],
};

/** Strict, and compiled to what Node runs as it is. */
const COMPILER = {
  ...{ strict: true, exactOptionalPropertyTypes: false, noImplicitOverride: true, noFallthroughCasesInSwitch: true },
  ...{ target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable'], module: 'commonjs', moduleResolution: 'bundler' },
  ...{ outDir: 'built', rootDir: '.', types: ['node'], typeRoots: [packages('@types')], skipLibCheck: true },
};
const GENERATING_MS = 600_000;

interface Market {
  app: TestApp;
  folder: string;
  env: Record<string, string>;
}

/** A folder for the clients, and who acts in their walks. */
async function makeMarket(): Promise<Market> {
  const app = await startTestApp({ worker: true, env: { ACCESS_TOKEN_SECONDS: '86400' } });
  const buyer = await makeBody(app, { region: '990203' });
  const officer = await makeUser(app, 'bureau_officer', buyer);
  const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
  const folder = join(app.folder, 'client');
  mkdirSync(folder);
  const tokens = { OFFICER: officer.accessToken, SUPERVISOR: supervisor.accessToken };
  return { app, folder, env: { THROUGHLINE_URL: app.url, BUYER: buyer, ...tokens } };
}

async function run(
  program: string,
  args: string[],
  { folder }: Market,
  env: Record<string, string> = {},
): Promise<string> {
  const { PATH = '', HOME = folder } = process.env;
  const child = await runToEnd(program, args, { cwd: folder, env: { PATH, HOME, ...env } });
  expect([await child.ended, child.output]).toEqual([0, expect.any(String)]);
  return child.output;
}

const WALKED = {
  kinds: expect.arrayContaining(['notice', 'award', 'contract']),
  refused: 'validation_failed',
  flag: { indicator: 'W01', state: 'open', severity: 'risk' },
};

let market: Market;
beforeAll(async () => {
  market = await makeMarket();
});
afterAll(() => market.app.close());

/** All clients in one go: the compiler reads its libraries once. Answers what it has to say. */
async function compileClients(): Promise<string> {
  const { folder } = market;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'commonjs' }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER, include: ['.'] }));
  await Promise.all(
    Object.entries(GENERATORS).map(async ([name, program]) => {
      copyFileSync(join(root, `test/fixtures/clients/${name}.ts.txt`), join(folder, `walk-${name}.ts`));
      await run(process.execPath, [...program], market);
    }),
  );
  return run(process.execPath, [packages('typescript/bin/tsc'), '-p', '.'], market);
}
let compiled: Promise<string> | undefined;

describe.each(Object.keys(GENERATORS))('the client that %s makes of the document', (name) => {
  it(
    'compiles strictly, and walks a purchase from its recording to its flag',
    async () => {
      expect(await (compiled ??= compileClients())).toBe('');
      const walked = await run(process.execPath, [`built/walk-${name}.js`], market, market.env);
      expect(JSON.parse(walked)).toEqual(WALKED);
    },
    GENERATING_MS,
  );
});

describeWith(python, 'a client of Python’s standard library that reads the document', () => {
  it(
    'compiles, and walks a purchase from its recording to its flag',
    async () => {
      copyFileSync(join(root, 'test/fixtures/clients/python.py.txt'), join(market.folder, 'walk.py'));
      expect(await run(python.path as string, ['-W', 'error', '-m', 'py_compile', 'walk.py'], market)).toBe('');
      expect(JSON.parse(await run(python.path as string, ['walk.py'], market, market.env))).toEqual(WALKED);
    },
    GENERATING_MS,
  );
});
