/** Asks a running server. */
import http from 'node:http';

const HEADERS = [
  'content-type',
  'content-disposition',
  'content-language',
  'etag',
  'cache-control',
  'location',
  'link',
  'allow',
  'retry-after',
  'vary',
  'www-authenticate',
  'last-modified',
];

export class Client {
  requests = 0;
  bytes = 0;
  #agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

  constructor(url) {
    this.url = url;
  }

  /** One answer: status, the headers that are looked at, body as bytes. */
  ask(method, path, { token = null, headers = {}, body } = {}) {
    const sent = {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const request = http.request(this.url + path, { method, agent: this.#agent, headers: sent }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          this.requests++;
          this.bytes += bytes.length;
          resolve({ status: response.statusCode, headers: pick(response.headers), body: bytes });
        });
      });
      request.on('error', (error) => {
        // A connection that was kept is closed by the server when it pleases; what is read may be asked again.
        if (method === 'GET' && request.reusedSocket) resolve(this.ask(method, path, { token, headers, body }));
        else reject(error);
      });
      request.end(typeof body === 'object' ? JSON.stringify(body) : body);
    });
  }

  /** A step of preparation: the JSON of its answer. @throws where it is refused. */
  async step(method, path, options) {
    const { status, headers, body } = await this.ask(method, path, options);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${body}`);
    return { ...JSON.parse(body.toString('utf8')), etag: headers.etag };
  }

  async unplaced() {
    const { body } = await this.ask('GET', '/metrics');
    const [, figure] = /^outbox_unplaced (\d+)/m.exec(body.toString('utf8')) ?? [];
    return Number(figure ?? 0);
  }

  close() {
    this.#agent.destroy();
  }
}

const pick = (headers) =>
  Object.fromEntries(HEADERS.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]));
