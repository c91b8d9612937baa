import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadDemonstration } from '../../src/boot/bootstrap.js';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { closeToConnections, createDatabase, dropDatabase } from './database.js';

/** A database that several suites begin with: made once in a run, by the first that asks, and cloned by each. */
export interface Scene {
  /** Name of the database that is cloned. */
  template: string;
  /** Its data folder: keys, documents, anchors. */
  folder: string;
}

interface Demonstration extends Scene {
  /** What making it printed. */
  printed: string[];
}

/** Longest time until another process has made a scene. */
const MAKING_MS = 300_000;

/** What the first `npm start` loads, and what it prints of that: three datasets, screened, and their accounts. */
export const demonstrationScene = (): Promise<Demonstration> => makeOnce('demonstration', makeDemonstration);

async function makeDemonstration(folder: string): Promise<Demonstration> {
  const { name, applicationUrl } = await createDatabase();
  const settings = loadSettings({
    NODE_ENV: 'test',
    DATA_DIR: folder,
    DATABASE_URL: applicationUrl,
    LOG_LEVEL: 'fatal',
  });
  const printed = await loadDemonstration(settings);
  await closeToConnections(name);
  return { template: name, folder, printed };
}

/** The scene of that name in this run. One process makes it, the others wait for it. */
export async function makeOnce<Made extends Scene>(
  name: string,
  make: (folder: string) => Promise<Made>,
): Promise<Made> {
  const folder = join(process.env.TEST_RUN_FOLDER as string, `scene-${name}`);
  const answer = `${folder}.json`;
  if (takesFirst(folder)) {
    const made = await make(folder).catch((error: unknown) => ({ error: String(error) }));
    writeFileSync(`${answer}.new`, JSON.stringify(made));
    renameSync(`${answer}.new`, answer);
  }
  for (const deadline = Date.now() + MAKING_MS; !existsSync(answer); await pause(50))
    if (Date.now() > deadline) throw new Error(`the scene ${name} was not made in time`);
  const made = JSON.parse(readFileSync(answer, 'utf8')) as Made | { error: string };
  if ('error' in made) throw new Error(`the scene ${name} was not made: ${made.error}`);
  return made;
}

/** Makes the folder, unless it is there: then somebody else makes the scene. */
function takesFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Gives a suite's own folder what belongs to the scene's database. */
export const copyFolder = (scene: Scene, folder: string): void => cpSync(scene.folder, folder, { recursive: true });

/** Takes away a scene that one suite has made for itself. */
export async function dropScene({ template, folder }: Scene): Promise<void> {
  await dropDatabase(template);
  rmSync(folder, { recursive: true, force: true });
}
