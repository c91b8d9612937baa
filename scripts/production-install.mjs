/**
 * `node scripts/production-install.mjs [--keep FOLDER]`: installs what production needs into an empty folder (`npm ci
 * --omit=dev` beside a copy of `dist`), prints its size, and from it alone runs API and worker until they have drawn a PNG,
 * an SVG and a PDF in Chinese. Fails where the packages take more than 300 MB, or where something is not drawn. `--keep`
 * writes the three into a folder, to be looked at.
 */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { command, Refusal, root } from './lib/prepare.mjs';
import { withScratchService } from './lib/scratch-service.mjs';
import './lib/load-ts.mjs';

const MOST_MEGABYTES = 300;
const LARGEST_SHOWN = 12;

const print = (line) => process.stdout.write(`${line}\n`);

function install(folder) {
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(root, file), join(folder, file));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  const { status } = spawnSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Refusal('npm ci --omit=dev failed.');
}

/** What a file or folder takes on the disk, in bytes, as `du` counts it. */
function sizeOf(path) {
  const { blocks, size } = lstatSync(path);
  const own = process.platform === 'win32' ? size : blocks * 512;
  if (!lstatSync(path).isDirectory()) return own;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), own);
}
const megabytesOf = (path) => Math.ceil(sizeOf(path) / 2 ** 20);

/** Prints the sizes: of all packages, of `dist`, of the largest packages. */
function weigh(folder) {
  const modules = join(folder, 'node_modules');
  const total = megabytesOf(modules);
  print(`node_modules ${total} MB (at most ${MOST_MEGABYTES}), dist ${megabytesOf(join(folder, 'dist'))} MB`);
  const packages = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : name,
  );
  const sizes = packages.map((name) => ({ name, size: megabytesOf(join(modules, name)) }));
  for (const { name, size } of sizes.sort((a, b) => b.size - a.size).slice(0, LARGEST_SHOWN))
    print(`${String(size).padStart(4)} MB ${name}`);
  if (total > MOST_MEGABYTES) throw new Refusal(`A production installation takes ${total} MB.`);
}

/** Plays a purchase as far as the report of its review, and asks for what is drawn of it. */
async function draw(folder) {
  const [{ gather }, { toTheTender }, { toTheOpening }, { toTheReport }, { BEGINS }] = await Promise.all(
    ['cast', 'to-the-tender', 'to-the-opening', 'to-the-result', 'tour'].map((part) => import(`../tour/${part}.js`)),
  );
  let drawn;
  await withScratchService({ folder, begins: BEGINS }, async (service) => {
    const stage = { ...service, say: () => undefined };
    const cast = await gather(stage);
    const issued = await toTheTender(stage, cast);
    await toTheReport(stage, cast, issued.tender, await toTheOpening(stage, cast, issued));
    const coverage = `service-lines/${issued.line}/coverage`;
    drawn = {
      'coverage.png': await cast.officer.read(`${coverage}.png`, 'image/png'),
      'coverage.svg': await cast.officer.read(`${coverage}.svg`, 'image/svg+xml'),
      'report.pdf': await cast.agent.read(`tenders/${issued.tender}/review/report`, 'application/pdf'),
    };
  });
  return drawn;
}

/** How many dots of a picture are as dark as text is. */
async function darkDots(png) {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] < 3 * 0x70) dark += 1;
  return dark;
}

async function mustBeChinese(drawn) {
  const { textsOf } = await import('../test/support/pdf.js');
  const svg = drawn['coverage.svg'].toString('utf8');
  const shown = {
    'coverage.png': (await darkDots(drawn['coverage.png'])) > 1000,
    'coverage.svg': /<text [^>]*font-family:Noto Sans SC,[^>]*>服务线覆盖情况</.test(svg),
    'report.pdf': textsOf(drawn['report.pdf']).join('').includes('评审报告'),
  };
  for (const [name, isShown] of Object.entries(shown)) {
    if (!isShown) throw new Refusal(`${name} does not show its Chinese text.`);
    print(`${name} ${drawn[name].length} bytes`);
  }
}

await command(async () => {
  const { keep } = parseArgs({ options: { keep: { type: 'string' } } }).values;
  const folder = mkdtempSync(join(tmpdir(), 'throughline-production-'));
  try {
    install(folder);
    weigh(folder);
    const drawn = await draw(folder);
    if (keep !== undefined) mkdirSync(keep, { recursive: true });
    for (const [name, bytes] of Object.entries(drawn)) if (keep !== undefined) writeFileSync(join(keep, name), bytes);
    await mustBeChinese(drawn);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
