import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** What one process may take. */
export interface ProcessLimits {
  ms: number;
  /** Of objects; buffers are not among them. */
  heapMb: number;
  /** Of the whole process, where the system tells it (Linux). */
  residentMb: number;
}

const LOOK_MS = 100;

/** A program beside the file `here`, without its ending; where that runs from its source, so does the program. */
export function resolveProgram(here: string, name: string): string[] {
  const inSource = here.endsWith('.ts');
  const program = fileURLToPath(new URL(`./${name}.${inSource ? 'ts' : 'js'}`, here));
  const loader = here.slice(0, here.lastIndexOf('/src/') + 1);
  return inSource ? ['--import', new URL('scripts/lib/load-ts.mjs', loader).href, program] : [program];
}

/** A program in a process of its own, which holds nothing of ours, and is ended when it goes beyond its limits. */
export class LimitedProcess {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly output: string[] = [];
  private length = 0;
  /** Pieces that were not read as a line yet. */
  private unread: string[] = [];
  private isOver = false;
  private wake: () => void = () => undefined;
  /** All that it wrote. Rejected where it did not end well. */
  readonly ended: Promise<string>;

  /** `most`: as many characters as it may write. */
  constructor(program: readonly string[], limits: ProcessLimits, most: number) {
    const { ms, heapMb, residentMb } = limits;
    const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, ...program], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // None of our settings; Windows starts no program without this one.
      env: process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {},
      windowsHide: true,
    });
    this.child = child;
    const late = setTimeout(() => this.end(), ms);
    const look = setInterval(() => void this.mustBeSmall(residentMb), LOOK_MS);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.output.push(text);
      this.unread.push(text);
      this.length += text.length;
      if (this.length > most) this.end();
      this.wake();
    });
    // It may be gone before it has read.
    child.stdin.on('error', () => undefined);
    this.ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    })
      .then((how) => {
        if (how !== 0) throw new Error(`The program ended with ${how}`);
        return this.output.join('');
      })
      .finally(() => {
        clearTimeout(late);
        clearInterval(look);
        this.isOver = true;
        this.wake();
      });
    // Who only reads lines learns of it there.
    this.ended.catch(() => undefined);
  }

  /** Writes to it and waits until that was taken. @throws where it is gone */
  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.child.stdin.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** The last of what it is told. */
  close(text = ''): void {
    this.child.stdin.end(text);
  }

  /** The next line that it writes. @throws where it ends before */
  async readLine(): Promise<string> {
    for (;;) {
      const at = this.unread.findIndex((piece) => piece.includes('\n'));
      if (at >= 0) {
        const end = (this.unread[at] as string).indexOf('\n');
        const line = [...this.unread.slice(0, at), (this.unread[at] as string).slice(0, end)].join('');
        this.unread = [(this.unread[at] as string).slice(end + 1), ...this.unread.slice(at + 1)];
        return line;
      }
      if (this.isOver) throw new Error('The program ended before it had answered');
      await new Promise<void>((wake) => (this.wake = wake));
    }
  }

  end(): void {
    this.child.kill('SIGKILL');
  }

  private async mustBeSmall(residentMb: number): Promise<void> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8').catch(() => '');
    const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
    if (kib > residentMb * 1024) this.end();
  }
}
