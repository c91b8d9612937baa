import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  sessionId?: string;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** One page of a headless Chromium, driven by the DevTools protocol over a pipe. */
export class Browser {
  private next = 1;
  private session: string | undefined;
  private readonly waiting = new Map<number, (message: Message) => void>();
  /** Everything that the page said of itself: requests, console, failures. */
  readonly events: { method: string; params: Record<string, unknown> }[] = [];
  private readonly listeners: ((method: string, params: Record<string, unknown>) => void)[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async open(program: string): Promise<Browser> {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-browser-'));
    const child = spawn(
      program,
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--remote-debugging-pipe',
        `--user-data-dir=${folder}`,
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true },
    );
    const browser = new Browser(child, folder);
    let rest = '';
    (child.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) browser.take(JSON.parse(part) as Message);
    });
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    browser.session = sessionId as string;
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await browser.send(`${domain}.enable`);
    return browser;
  }

  private take(message: Message): void {
    if (message.id !== undefined) {
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    } else if (message.method !== undefined) {
      const { method, params = {} } = message;
      this.events.push({ method, params });
      for (const listener of this.listeners) listener(method, params);
    }
  }

  on(listener: (method: string, params: Record<string, unknown>) => void): void {
    this.listeners.push(listener);
  }

  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = this.next++;
    const text = JSON.stringify({ id, method, params, ...(this.session && { sessionId: this.session }) });
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ error, result }) => (error ? reject(new Error(error.message)) : resolve(result ?? {})));
      (this.child.stdio[3] as Writable).write(`${text}\0`);
    });
  }

  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  }

  /** Waits until an expression is true in the page. */
  async until(expression: string): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (await this.evaluate<boolean>(`Boolean(${expression})`)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const text = await this.evaluate<string>('document.body.innerText');
    throw new Error(`${expression} did not come true; the page says: ${text}`);
  }

  /** Addresses that were asked for, each with its method. */
  requests(): string[] {
    return this.events
      .filter(({ method }) => method === 'Network.requestWillBeSent')
      .map(({ params }) => params.request as { method: string; url: string })
      .map((request) => `${request.method} ${request.url}`);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    // the whole group: a helper process that outlives its browser would still write into the folder
    process.kill(-(this.child.pid as number), 'SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
