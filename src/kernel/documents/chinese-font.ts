import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder above that holds a package.json: the project, from `src` as from any folder it is compiled into. */
function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
  return packageRoot(above);
}

/** The package, where it is installed; a production installation has what the build copied from it, with its licence (SIL Open Font License). */
const FILES = [
  'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'dist/fonts/NotoSansSC-Regular.ttf',
];

function readFont(): Buffer {
  const root = packageRoot(import.meta.dirname);
  const file = FILES.map((name) => join(root, name)).find(existsSync);
  if (file === undefined) throw new Error(`none of ${FILES.join(', ')} is in ${root}`);
  return readFileSync(file);
}

/**
 * What pictures and documents are printed in; a PDF embeds only the characters that it uses. It is read once, when the process
 * starts: a build beside a running product takes its folder away, and who prints then is not to find the font gone.
 */
export const CHINESE_FONT = { family: 'Noto Sans SC', bytes: readFont() } as const;
