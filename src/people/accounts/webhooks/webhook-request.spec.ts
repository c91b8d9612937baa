import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OutsideAddresses } from './outside-address.js';
import { postWebhook } from './webhook-request.js';

let server: Server;
let received = 0;
beforeAll(async () => {
  server = createServer((_, response) => {
    received++;
    response.writeHead(204).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
beforeEach(() => {
  received = 0;
});
afterAll(() => new Promise((closed) => server.close(closed)));

/** Takes the machine's own addresses as some that are outside, and lists none. */
class Everywhere extends OutsideAddresses {
  override isOpen = (): boolean => true;
}

const send = (host: string, addresses: OutsideAddresses, production: boolean) =>
  postWebhook({
    url: new URL(`http://${host}:${(server.address() as AddressInfo).port}/`),
    ...{ headers: { 'webhook-id': 'x' }, body: '{}', addresses, production, timeoutMs: 60_000 },
  });
const notConnected = { delivered: false, status: null, error: 'not_connected' };

it.each(['127.0.0.1', 'localhost'])(
  'in production nothing goes by plain http to %s, which is outside and not listed',
  async (host) => {
    expect([await send(host, new Everywhere('none'), true), received]).toEqual([notConnected, 0]);
    expect([(await send(host, new Everywhere('none'), false)).status, received]).toEqual([204, 1]);
  },
);

it('in production plain http goes to an address that the operator lists', async () => {
  expect([(await send('127.0.0.1', new OutsideAddresses('loopback'), true)).status, received]).toEqual([204, 1]);
  expect([await send('127.0.0.1', new OutsideAddresses('none'), true), received]).toEqual([notConnected, 1]);
});
