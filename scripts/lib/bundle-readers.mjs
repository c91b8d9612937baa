/**
 * Bundles the programs that look at one file, or compare one lot, and end. Each is one module with the packages that it needs
 * inside it, and pdf.js beside it for those that meet a PDF: looking for its hundred files was two thirds of what a small
 * upload cost.
 */
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { BUNDLED, listInputs } from './bundles.mjs';
import { compiled, root } from './prepare.mjs';

/** By their paths in `dist`. */
const READERS = [
  'src/kernel/documents/examination/file-examiner-child.js',
  'src/purchase/bids/comparison/process/comparison-child.js',
];

/** Nothing in them may look for a file beside itself: they stand elsewhere than their sources. */
function mustKnowNoPlace(path) {
  if (readFileSync(join(root, path), 'utf8').includes('import.meta.'))
    throw new Error(`${path} reads its own address, which it does not have in a bundle`);
}

/** @returns their texts by their paths in `dist`, and the folders of the packages inside them */
export async function bundleReaders() {
  const outdir = join(root, '.cache/readers');
  const { metafile, outputFiles } = await build({
    ...BUNDLED,
    absWorkingDir: root,
    entryPoints: READERS.map((reader) => join(compiled, reader)),
    outbase: compiled,
    outdir,
    chunkNames: 'bundle/[name]-[hash]',
    splitting: true,
    minify: true,
    // some of the packages ask for parts of Node as they did before modules
    banner: {
      js: "import { createRequire as $require } from 'node:module'; const require = $require(import.meta.url);",
    },
    metafile: true,
  });
  const { folders, own } = listInputs(metafile);
  own.forEach(mustKnowNoPlace);
  const files = new Map(outputFiles.map(({ path, text }) => [relative(outdir, path).split(sep).join('/'), text]));
  return { files, folders };
}
