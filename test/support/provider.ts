import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ProviderSetting } from '../../src/kernel/config/provider-setting.js';

const REDIRECT_URI = 'http://127.0.0.1/signed-in';

/** A real provider on this machine. Close it in `afterAll`. */
export class TestProvider {
  private constructor(
    readonly issuer: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<TestProvider> {
    const child = spawn(process.execPath, ['test/support/provider.mjs', REDIRECT_URI], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    const issuer = await new Promise<string>((resolve, reject) => {
      // It goes on saying things: its output stays open.
      child.stdout.on('data', (part: Buffer) => {
        text += String(part);
        const ready = /^ready (\S+)$/m.exec(text)?.[1];
        if (ready !== undefined) resolve(ready);
      });
      child.once('exit', () => reject(new Error(`the provider did not start: ${text}`)));
    });
    return new TestProvider(issuer, child);
  }

  /** What OIDC_PROVIDERS says of it. */
  describe(name: string, more: Partial<ProviderSetting> = {}): ProviderSetting {
    const clientId = 'throughline';
    return {
      ...{ name, issuer: this.issuer, clientId, clientSecret: `secret of ${clientId}, long enough for anything` },
      ...{ redirectUri: REDIRECT_URI, label: { en: 'City account', zh: '城市统一身份' }, ...more },
    };
  }

  /** A browser that goes to an address and is somebody there: the query with which it is sent back. */
  async visit(address: string, subject: string, acr?: string): Promise<string> {
    const cookies = new Map<string, string>();
    let url = new URL(address);
    for (let i = 0; i < 10; i++) {
      const answer = await fetch(url, {
        redirect: 'manual',
        headers: {
          'x-subject': subject,
          ...(acr !== undefined && { 'x-acr': acr }),
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          connection: 'close',
        },
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s);
        cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`${url.href}: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
      url = new URL(location, url);
      if (url.href.startsWith(REDIRECT_URI)) return url.search.slice(1);
    }
    throw new Error('the provider sent the browser around in circles');
  }

  async close(): Promise<void> {
    const ended = this.child.exitCode === null && this.child.signalCode === null ? once(this.child, 'exit') : null;
    this.child.kill();
    await ended;
  }
}
