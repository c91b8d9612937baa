/** What all bundles of the build have in common. */

/** Options of esbuild: modules for the Node that the product asks for, as texts. */
export const BUNDLED = {
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** @returns the folders of the packages that are inside, and the paths of our own modules */
export function listInputs({ inputs }) {
  const paths = Object.keys(inputs);
  const folders = [...new Set(paths.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []))].sort();
  return { folders, own: paths.filter((path) => !PACKAGE.test(path)) };
}
