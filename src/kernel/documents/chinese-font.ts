import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder above that holds a package.json: the project, from `src` as from any folder it is compiled into. */
function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
  return packageRoot(above);
}

/**
 * What pictures and documents are printed in. The build copies its file from the package into `dist`, with its licence (SIL
 * Open Font License); a PDF embeds only the characters that it uses.
 */
export const CHINESE_FONT = {
  family: 'Noto Sans SC',
  file: join(packageRoot(import.meta.dirname), 'dist/fonts/NotoSansSC-Regular.ttf'),
} as const;
