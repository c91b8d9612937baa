import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const LOWEST = 10_000;
/** The ports that the system gives away by itself, to whoever connects somewhere, begin with this one. */
function readFirstGivenAway(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)[0]);
  } catch {
    return 32_768;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** A port that nobody has, and that nobody is given by chance until whoever it is for listens on it, minutes later. */
export async function findFreePort(): Promise<number> {
  const end = Math.min(readFirstGivenAway(), 32_768);
  for (let tries = 0; tries < 1_000; tries++) {
    const port = end > LOWEST + 1_000 ? randomInt(LOWEST, end) : randomInt(LOWEST, 65_536);
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}
