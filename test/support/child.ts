import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

export interface ChildOptions {
  readonly cwd: string;
  /** The whole environment of the child: nothing of ours is passed on. */
  readonly env: NodeJS.ProcessEnv;
  /** Account to run as; only root can choose. */
  readonly uid?: number;
  readonly gid?: number;
}

/** A program under test: what it says, when it says it, and how it ends. */
export class Child {
  output = '';
  private readonly process: ChildProcess;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  private done = false;

  constructor(program: string, args: readonly string[], options: ChildOptions) {
    // its own process group: a signal sent to it reaches nothing else of the test run
    this.process = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    }
    this.ended = new Promise((resolve) => {
      this.process.once('error', (error) => resolve(error.message));
      this.process.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
    void this.ended.then(() => (this.done = true));
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Waits until the output matches, and returns the first group of the match or all of it. */
  async says(pattern: RegExp, timeoutMs = 300_000): Promise<string> {
    for (const deadline = Date.now() + timeoutMs; ; await pause(25)) {
      const match = pattern.exec(this.output);
      if (match) return match[1] ?? match[0];
      if (this.done || Date.now() > deadline) {
        throw new Error(`${this.done ? 'it ended' : 'too late'} without saying ${String(pattern)}:\n${this.output}`);
      }
    }
  }

  /** Waits for the end and returns how it came: an exit code or a signal. */
  async end(timeoutMs = 300_000): Promise<number | string> {
    const late = pause(timeoutMs, 'late', { ref: false });
    const how = await Promise.race([this.ended, late]);
    if (how === 'late') throw new Error(`it did not end in time:\n${this.output}`);
    return how;
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** As a terminal does it: to every process of the group. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** For the end of a test: kills the whole group if it is still there. */
  async kill(): Promise<void> {
    if (!this.done) this.signalGroup('SIGKILL');
    await this.ended;
  }
}

/** Runs a program to its end. */
export async function runToEnd(program: string, args: readonly string[], options: ChildOptions): Promise<Child> {
  const child = new Child(program, args, options);
  await child.ended;
  return child;
}
