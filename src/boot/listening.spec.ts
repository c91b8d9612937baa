import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { choosePort } from './launcher-port.js';
import { listen } from './listening.js';

const HOST = '127.0.0.1';
const servers: Server[] = [];
const server = (): Server => {
  const made = createServer();
  servers.push(made);
  return made;
};
const portOf = (listening: Server): number => (listening.address() as AddressInfo).port;
const nextPort = (taken: number): Promise<number> => choosePort(taken + 1, HOST, false);

afterEach(async () => {
  await Promise.all(servers.splice(0).map((each) => new Promise((done) => each.close(done))));
});

describe('listening', () => {
  it('two that chose the same free port at once both listen, one of them on the next', async () => {
    const chosen = await choosePort(20_000 + (process.pid % 20_000), HOST, false);
    const both = [server(), server()];
    await Promise.all(both.map((each) => listen(each, { port: chosen, host: HOST, nextPort })));
    const ports = both.map(portOf).sort();
    expect(ports[0]).toBe(chosen);
    expect(ports[1]).toBeGreaterThan(chosen);
  });

  it('says which setting to change where no other port will do', async () => {
    const occupant = server();
    await listen(occupant, { port: 0, host: HOST });
    const refused = listen(server(), { port: portOf(occupant), host: HOST });
    await expect(refused).rejects.toThrow(`PORT: ${HOST}:${portOf(occupant)} is occupied. Choose another PORT.`);
  });

  it('names the address where it is not one of this machine', async () => {
    await expect(listen(server(), { port: 0, host: '192.0.2.1' })).rejects.toThrow('HOST: this machine has no address');
  });
});
