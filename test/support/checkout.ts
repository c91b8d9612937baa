import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { destroyEmbeddedServer } from '../../src/kernel/embedded/index.js';
import { Child } from './child.js';
import { isFullRun } from './rounds.js';

const root = resolve(import.meta.dirname, '../..');
/** What a clone does not have. */
const LOCAL = new Set(['node_modules', 'dist', '.data', '.git', '.cache', 'coverage']);

/** What the commands of a newcomer make of a clone before anything else. */
const INSTALLED = ['node_modules', 'dist'];

/**
 * A checkout of the project in a folder that only we may enter, for commands as a newcomer gives them. In the full run it
 * is as a clone is; in others packages and build are copied from here, since getting them takes minutes.
 */
export class Checkout {
  // where the run has its folder: in memory, where there is room for the many files of the packages
  readonly folder = mkdtempSync(join(process.env.TEST_RUN_FOLDER ?? tmpdir(), 'throughline-checkout-'));
  readonly home = join(this.folder, '.cache/home');

  constructor() {
    for (const name of readdirSync(root)) {
      if (!LOCAL.has(name)) cpSync(join(root, name), join(this.folder, name), { recursive: true });
    }
    if (!isFullRun) this.copyInstalled();
    mkdirSync(this.home, { recursive: true });
  }

  private copyInstalled(): void {
    const { status } = spawnSync('cp', ['-a', ...INSTALLED.map((name) => join(root, name)), this.folder]);
    if (status !== 0) throw new Error('packages and build could not be copied');
  }

  /** A command in the environment of `env -i`, plus what is given. */
  npm(args: readonly string[], env: NodeJS.ProcessEnv = {}, account: { uid?: number; gid?: number } = {}): Child {
    const { PATH, HOME } = process.env;
    return new Child('npm', args, { cwd: this.folder, env: { PATH, HOME, ...env }, ...account });
  }

  /** Command lines and folders of this checkout's processes that are still there, the server's included. */
  running(): string[] {
    const server = this.serverFolder();
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        try {
          const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
          return `${line} in ${readlinkSync(`/proc/${pid}/cwd`)}`;
        } catch {
          return ''; // it has just ended
        }
      })
      .filter((line) => line.includes(this.folder) || (server !== null && line.includes(server)));
  }

  /** Folder of the embedded server, which is outside when root keeps it elsewhere. */
  private serverFolder(): string | null {
    const note = join(this.folder, '.data/postgres.json');
    if (!existsSync(note)) return null;
    return (JSON.parse(readFileSync(note, 'utf8')) as { home: string | null }).home;
  }

  giveTo(uid: number, gid: number): void {
    spawnSync('chown', ['-R', `${uid}:${gid}`, this.folder]);
    spawnSync('chmod', ['755', this.folder]);
  }

  remove(): void {
    if (existsSync(join(this.folder, '.data'))) destroyEmbeddedServer(join(this.folder, '.data'));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
