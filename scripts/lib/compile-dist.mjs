/**
 * Writes `dist`: a bundle of what the sources are compiled to, the files that they read, and what the product uses of some
 * packages, so that no production installation needs them: ECharts, docx and what reads uploaded files, each bundled into the one module that
 * imports it, and one weight of the font's nine. Licences of all that is inside go with it, in dist/NOTICES. It is written beside and put
 * in its place when it is whole.
 */
import { build } from 'esbuild';
import {
  cpSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleProduct } from './bundle-dist.mjs';
import { bundleReaders } from './bundle-readers.mjs';
import { BUNDLED, listInputs } from './bundles.mjs';
import { compileSources } from './compile-sources.mjs';
import { compiled, root } from './prepare.mjs';

const CHARTS = 'src/desk/pictures/chart-library.js';
const DOCX = 'src/kernel/documents/papers/docx-library.js';
const FONT_PACKAGE = 'node_modules/@expo-google-fonts/noto-sans-sc';
const LICENCE_FILE = /^(licen[cs]e|notice|copyright)/i;
/** What the product reads beside its code: none of it is TypeScript. */
const ASSETS = [
  ['src', /\.(jsonl|html)$/],
  ['migrations', /\.sql$/],
  ['openapi/examples', /\.json$/],
];

const dist = join(root, 'dist');
const unfinished = join(root, '.cache/dist');

function copyFile(from, name) {
  const to = join(unfinished, name);
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function writeFile(name, text) {
  const to = join(unfinished, name);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
}

function copyAssets() {
  for (const [folder, isAsset] of ASSETS)
    for (const name of readdirSync(join(root, folder), { recursive: true }))
      if (isAsset.test(name)) copyFile(join(root, folder, name), join(folder, name));
}

/** Some file systems rename no folder (layers of an image, a mounted one): there it is copied, and not whole at once. */
function move(from, to) {
  if (!existsSync(from)) return;
  try {
    renameSync(from, to);
  } catch {
    cpSync(from, to, { recursive: true });
    rmSync(from, { recursive: true, force: true });
  }
}

/** What read the old folder and has it open goes on; nobody finds half a new one. */
function replaceDist() {
  const old = join(root, '.cache/dist-old');
  rmSync(old, { recursive: true, force: true });
  move(dist, old);
  move(unfinished, dist);
  rmSync(old, { recursive: true, force: true });
}

/** The module and the packages that it imports as one text, and the folders of these packages. */
async function bundleModule(module) {
  const { metafile, outputFiles } = await build({
    ...BUNDLED,
    absWorkingDir: root,
    entryPoints: [join(compiled, module)],
    minify: true,
    metafile: true,
  });
  return { text: outputFiles[0].text, folders: listInputs(metafile).folders };
}

/** A package that was published with those it needs inside it: these folders are not in the bundle, their works are. */
function listContained(folders) {
  const found = new Set(folders);
  for (const folder of found)
    for (const name of Object.keys(JSON.parse(read(folder, 'package.json')).dependencies ?? {})) {
      const own = `${folder}/node_modules/${name}`;
      if (!name.startsWith('@types/')) found.add(existsSync(join(root, own)) ? own : `node_modules/${name}`);
    }
  return [...found].sort();
}

function copyFont() {
  copyFile(join(root, FONT_PACKAGE, '400Regular/NotoSansSC_400Regular.ttf'), 'fonts/NotoSansSC-Regular.ttf');
  copyFile(join(root, FONT_PACKAGE, 'LICENSE_FONT'), 'fonts/OFL.txt');
}

const read = (...path) => readFileSync(join(root, ...path), 'utf8').trim();
const readOptional = (...path) => (existsSync(join(root, ...path)) ? read(...path) : '');

/** Every licence and notice that a package brings, also of what it has taken from others. */
function licencesOf(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const files = entries.flatMap((entry) => {
    if (!LICENCE_FILE.test(entry.name)) return [];
    return entry.isDirectory()
      ? readdirSync(join(root, folder, entry.name)).map((n) => `${entry.name}/${n}`)
      : entry.name;
  });
  // One of them has its licence at the end of its README.
  const told = /^#+ licen[cs]e\b[^]*/im.exec(files.length === 0 ? readOptional(folder, 'README.md') : '');
  if (told !== null) return [told[0].trim()];
  if (files.length === 0) throw new Error(`${folder} has no licence: it must not be bundled`);
  return files.sort().map((file) => read(folder, file));
}

function writeNotices(folders) {
  const { version } = JSON.parse(read(FONT_PACKAGE, 'package.json'));
  const font = `Noto Sans SC, Regular (fonts/NotoSansSC-Regular.ttf), from @expo-google-fonts/noto-sans-sc ${version}`;
  const parts = folders.map((folder) => {
    const { name, version, license, repository, homepage } = JSON.parse(read(folder, 'package.json'));
    const source = repository?.url ?? repository ?? homepage;
    return [`${name} ${version} (parts, in bundle)\nLicence: ${license}\nSource: ${source}`, ...licencesOf(folder)];
  });
  // unpdf brings it built into itself, without its notice; ECharts is under the same licence and brings the text.
  const pdfjs =
    'pdf.js (inside unpdf, bundle/pdfjs-*.js), Copyright Mozilla Foundation\nLicence: Apache-2.0\nSource: https://github.com/mozilla/pdf.js';
  const sections = [
    [pdfjs, read('node_modules/echarts/LICENSE')],
    [`${font}\nLicence: OFL-1.1`, read(FONT_PACKAGE, 'LICENSE_FONT')],
    ...parts,
  ];
  // a package may be there twice, once for each that needs it
  const texts = new Set(sections.map((section) => section.join('\n\n')));
  const head = 'Third-party works that this folder contains, and their licences.';
  writeFile('NOTICES', `${[head, ...texts].join(`\n\n${'='.repeat(80)}\n\n`)}\n`);
}

rmSync(unfinished, { recursive: true, force: true });
await compileSources(['src', 'migrations'], (name) => !name.endsWith('.spec.ts'));
const [charts, docx] = await Promise.all([CHARTS, DOCX].map(bundleModule));
const replaced = new Map([
  [CHARTS, charts.text],
  [DOCX, docx.text],
]);
const readers = await bundleReaders();
for (const [name, text] of [...(await bundleProduct(replaced)), ...readers.files]) writeFile(name, text);
copyAssets();
copyFont();
writeNotices([...charts.folders, ...listContained(docx.folders), ...readers.folders]);
replaceDist();
