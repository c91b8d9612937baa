import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { Verb } from './operations.js';

export interface PlainAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Of JSON what it says, of anything else an empty object. */
  body: unknown;
}

/** What it says is read where somebody asks for it: of a thousand answers most are told by their status. */
class Answered implements PlainAnswer {
  constructor(
    readonly status: number,
    readonly headers: IncomingHttpHeaders,
    private readonly bytes: Buffer,
  ) {}

  get text(): string {
    return this.bytes.toString('utf8');
  }

  get body(): unknown {
    const isJson = /^application\/(\w+\+)?json/.test(this.headers['content-type'] ?? '');
    return isJson && this.bytes.length > 0 ? JSON.parse(this.text) : {};
  }
}

/**
 * Requests by node's own client, on connections that are kept: for suites that send ten thousand, of which a library of
 * requests would be the dearer half.
 */
export class PlainRequests {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly place: { host: string; port: string };

  constructor(url: string) {
    const { hostname: host, port } = new URL(url);
    this.place = { host, port };
  }

  /** `body`: a text as it is, anything else as JSON. */
  send(verb: Verb, path: string, headers: Readonly<Record<string, string>> = {}, body?: unknown): Promise<PlainAnswer> {
    const bytes = body === undefined ? null : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const asked = request({
        ...{
          ...this.place,
          agent: this.agent,
          method: verb.toUpperCase(),
          path,
        },
        headers: {
          ...(bytes && {
            'Content-Type': 'application/json',
            'Content-Length': bytes.length,
          }),
          ...headers,
        },
      });
      asked.on('error', reject);
      asked.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytesRead = Buffer.concat(chunks);
          resolve(new Answered(response.statusCode ?? 0, response.headers, bytesRead));
        });
      });
      asked.end(bytes ?? undefined);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
