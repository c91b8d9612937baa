import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of SQL files: beside this module, else in the package that it was compiled from. */
function findFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  if (existsSync(join(here, 'baseline'))) return here;
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'migrations');
  throw new Error(`The SQL files of the migrations are not found above ${here}`);
}

const folder = findFolder();

/** Text of a file below `migrations/`. */
export const readSql = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** Names of the SQL files of a folder below `migrations/`, in their alphabetical order. */
export const listSql = (name: string): string[] =>
  readdirSync(join(folder, name))
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => `${name}/${file}`);
