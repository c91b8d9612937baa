import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { choosePort } from './launcher-port.js';
import { boundHeaders, listen } from './listening.js';

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

describe('a request that takes longer than Node gives it', () => {
  it('is read to its end, while the lines before a body are still bounded', async () => {
    const made = createServer({ connectionsCheckingInterval: 10, requestTimeout: 50 }, (asked, answer) => {
      asked.resume().once('end', () => answer.end());
    });
    servers.push(made);
    boundHeaders(made);
    await listen(made, { port: 0, host: HOST });
    expect([made.requestTimeout, made.headersTimeout]).toEqual([0, 60_000]);
    const sent = request({ port: portOf(made), host: HOST, method: 'POST', agent: false });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      sent.once('error', reject).once('response', (answer: IncomingMessage) => resolve(answer.resume().statusCode));
    });
    for (let i = 0; i < 15; i++) {
      sent.write('x');
      await pause(10);
    }
    sent.end();
    expect(await answered).toBe(200);
  });

  it('and expects what nobody knows is refused without its body being waited for', async () => {
    const made = server();
    boundHeaders(made);
    await listen(made, { port: 0, host: HOST });
    const headers = { Expect: 'miracles', 'Content-Length': '9' };
    const sent = request({ port: portOf(made), host: HOST, method: 'POST', agent: false, headers });
    const closed = new Promise((resolve) => sent.once('close', resolve));
    const answered = new Promise<number | undefined>((resolve, reject) => {
      sent.once('error', reject).once('response', (answer: IncomingMessage) => resolve(answer.resume().statusCode));
    });
    sent.flushHeaders();
    expect(await answered).toBe(417);
    await closed;
  });
});
