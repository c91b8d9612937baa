import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { runToEnd } from '../support/child.js';

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
const GENERATING_MS = 240_000;

describe.each(Object.entries(GENERATORS))('the client that %s makes of the document', (name, program) => {
  let app: TestApp;
  let folder: string;
  let officer: TestAccount;
  let supervisor: TestAccount;
  let buyer: string;

  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    buyer = await makeBody(app, { region: '990203' });
    officer = await makeUser(app, 'bureau_officer', buyer);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    folder = join(app.folder, 'client');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'commonjs' }));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER, include: ['.'] }));
    copyFileSync(join(root, `test/fixtures/clients/${name}.ts.txt`), join(folder, 'walk.ts'));
  });
  afterAll(() => app.close());

  async function run(args: string[], env: Record<string, string> = {}): Promise<string> {
    const { PATH = '', HOME = folder } = process.env;
    const child = await runToEnd(process.execPath, args, { cwd: folder, env: { PATH, HOME, ...env } });
    expect([await child.ended, child.output]).toEqual([0, expect.any(String)]);
    return child.output;
  }

  it(
    'compiles strictly, and walks a purchase from its recording to its flag',
    async () => {
      await run([...program]);
      expect(await run([packages('typescript/bin/tsc'), '-p', '.'])).toBe('');
      const walked = await run(['built/walk.js'], {
        ...{ THROUGHLINE_URL: app.url, BUYER: buyer },
        ...{ OFFICER: officer.accessToken, SUPERVISOR: supervisor.accessToken },
      });
      expect(JSON.parse(walked)).toEqual({
        kinds: expect.arrayContaining(['notice', 'award', 'contract']),
        refused: 'validation_failed',
        flag: { indicator: 'W01', state: 'open', severity: 'risk' },
      });
    },
    GENERATING_MS,
  );
});
