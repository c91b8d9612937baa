import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { StartRefused } from './start-refused.js';

/** Where to listen, and what to do where somebody else already does. */
export interface Place {
  port: number;
  host: string;
  /** The port to try after one that is taken; left out: no other will do. */
  nextPort?: ((taken: number) => Promise<number>) | undefined;
}

const REFUSALS: Readonly<Record<string, (place: Place) => string>> = {
  EADDRINUSE: ({ host, port }) => `PORT: ${host}:${port} is occupied. Choose another PORT.`,
  EACCES: ({ host, port }) => `PORT: ${host}:${port} is not ours to use. Choose another PORT.`,
  EADDRNOTAVAIL: ({ host }) => `HOST: this machine has no address ${host}.`,
  ENOTFOUND: ({ host }) => `HOST: there is no address ${host}.`,
};

/** Longest time in which the lines before a body come whole. */
const HEADERS_MS = 60_000;

/**
 * Node bounds the lines before a body, and no longer the whole of a request: that would end an upload which is only long.
 * Bodies are bounded by `paceBodies`; one of a request that never comes to it is not waited for.
 */
export function boundHeaders(server: Server): void {
  server.requestTimeout = 0;
  server.headersTimeout = HEADERS_MS;
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(417, { Connection: 'close' }).end();
  });
}

/**
 * Listens. A port that was free when it was chosen may be taken by now: two processes may choose the same one at once.
 * @throws StartRefused naming the setting, where another place has to be chosen by a person
 */
export async function listen(server: Server, place: Place): Promise<void> {
  try {
    await attempt(server, place);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && place.nextPort)
      return listen(server, { ...place, port: await place.nextPort(place.port) });
    const refusal = REFUSALS[code];
    throw refusal ? new StartRefused(refusal(place)) : error;
  }
}

function attempt(server: Server, { port, host }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
