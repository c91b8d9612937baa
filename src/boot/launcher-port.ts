import { createServer } from 'node:net';
import { StartRefused } from './start-refused.js';

/** How many ports above the default one are tried. */
const TRIES = 50;

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/**
 * The port to listen on: the one that was asked for, or nothing else; without a wish the default one or the next free
 * one after it.
 */
export async function choosePort(wanted: number, host: string, isWish: boolean): Promise<number> {
  if (wanted === 0) return wanted;
  for (let port = wanted; port < wanted + TRIES && port <= 65_535; port += 1) {
    if (await isFree(port, host)) return port;
    if (isWish) throw new StartRefused(`PORT: ${host}:${port} is occupied or not ours to use. Choose another PORT.`);
  }
  throw new StartRefused(`PORT: ${wanted} and the ${TRIES} ports after it are occupied. Choose another PORT.`);
}
