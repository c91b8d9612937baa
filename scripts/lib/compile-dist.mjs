/**
 * Writes `dist`: what the Nest compiler makes of the sources, and what the product uses of two large packages, so that no
 * production installation needs them: ECharts bundled into the one module that imports it, and one weight of the font's
 * nine. Their licences go with them, in dist/NOTICES.
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const CHARTS = 'dist/src/desk/pictures/chart-library.js';
const FONT_PACKAGE = 'node_modules/@expo-google-fonts/noto-sans-sc';
const LICENCE_FILE = /^(licen[cs]e|notice|copyright)/i;

function compile() {
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}

/** Replaces the module by its bundle. Returns the folders of the packages that are in it. */
async function bundleCharts() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [CHARTS],
    outfile: CHARTS,
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  rmSync(join(root, `${CHARTS}.map`), { force: true }); // it belongs to what was replaced
  const packages = Object.keys(metafile.inputs).flatMap(
    (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  return [...new Set(packages)].sort();
}

function copyFont() {
  mkdirSync(join(root, 'dist/fonts'));
  const file = join(root, FONT_PACKAGE, '400Regular/NotoSansSC_400Regular.ttf');
  copyFileSync(file, join(root, 'dist/fonts/NotoSansSC-Regular.ttf'));
  copyFileSync(join(root, FONT_PACKAGE, 'LICENSE_FONT'), join(root, 'dist/fonts/OFL.txt'));
}

const read = (...path) => readFileSync(join(root, ...path), 'utf8').trim();

/** Every licence and notice that a package brings, also of what it has taken from others. */
function licencesOf(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const files = entries.flatMap((entry) => {
    if (!LICENCE_FILE.test(entry.name)) return [];
    return entry.isDirectory()
      ? readdirSync(join(root, folder, entry.name)).map((n) => `${entry.name}/${n}`)
      : entry.name;
  });
  if (files.length === 0) throw new Error(`${folder} has no licence: it must not be bundled`);
  return files.sort().map((file) => read(folder, file));
}

function writeNotices(bundled) {
  const { version } = JSON.parse(read(FONT_PACKAGE, 'package.json'));
  const font = `Noto Sans SC, Regular (fonts/NotoSansSC-Regular.ttf), from @expo-google-fonts/noto-sans-sc ${version}`;
  const charts = bundled.map((folder) => {
    const { name, version, license } = JSON.parse(read(folder, 'package.json'));
    const what = `${name} ${version} (parts, in ${CHARTS.slice('dist/'.length)})`;
    return [`${what}\nLicence: ${license}`, ...licencesOf(folder)];
  });
  const sections = [[`${font}\nLicence: OFL-1.1`, read(FONT_PACKAGE, 'LICENSE_FONT')], ...charts];
  // a package may be there twice, once for each that needs it
  const texts = new Set(sections.map((section) => section.join('\n\n')));
  const head = 'Third-party works that this folder contains, and their licences.';
  writeFileSync(join(root, 'dist/NOTICES'), `${[head, ...texts].join(`\n\n${'='.repeat(80)}\n\n`)}\n`);
}

compile();
const bundled = await bundleCharts();
copyFont();
writeNotices(bundled);
