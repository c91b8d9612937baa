import { afterEach, describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { listenForStall, paceBodies, type Pace } from './body-pace.js';

const FILE = 'POST /api/v1/imports';
const JSON_BODY = 'POST /api/v1/needs';
/** Longer than any test takes. */
const EVER = 3_600_000;

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((each) => new Promise((done) => each.close(done))));
});

type Handler = (request: Request, response: Response) => void;
/** Reads all, and says what became of it. */
const readAll: Handler = (request, response) => {
  listenForStall(request, ({ code }) => response.writeHead(408).end(code));
  request.resume().once('end', () => response.writeHead(200).end('whole'));
};

async function serve(pace: Pace, handle: Handler): Promise<number> {
  const paced = paceBodies(pace);
  const server = createServer((request, response) => {
    request.on('error', () => undefined);
    const both = [request as unknown as Request, response as unknown as Response] as const;
    paced(...both, () => handle(...both));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

interface Sender {
  socket: Socket;
  /** What it was told, once the connection is closed. */
  told: Promise<string>;
}
function send(port: number, line: string, body: string): Sender {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1').setNoDelay();
  sockets.push(socket);
  let text = '';
  socket.on('data', (data: string) => (text += data)).on('error', () => undefined);
  const told = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  socket.write(`${line} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${body}`);
  return { socket, told };
}
/** Sends a byte again and again until the connection is closed. */
async function drip({ socket, told }: Sender): Promise<string> {
  let isClosed = false;
  void told.then(() => (isClosed = true));
  for (; !isClosed; await pause(5)) if (socket.writable) socket.write('1\r\nx\r\n');
  return told;
}
const status = (text: string): string => text.split(' ')[1] ?? '';

describe('a body', () => {
  it.each([FILE, JSON_BODY])('of %s that stands still is told so, and its connection is closed', async (line) => {
    const port = await serve({ idleMs: 50, wholeMs: EVER, bytesPerSecond: 1 }, readAll);
    const told = await send(port, line, '1\r\nx\r\n').told;
    expect([status(told), told.includes('upload_stalled'), /connection: close/i.test(told)]).toEqual([
      ...['408', true, true],
    ]);
  });

  it('that nobody reads and that stands still has its connection closed', async () => {
    const port = await serve({ idleMs: 50, wholeMs: EVER, bytesPerSecond: 1 }, () => undefined);
    expect(await send(port, JSON_BODY, '').told).toBe('');
  });

  it('of a file that comes at its pace is taken, however long it takes', async () => {
    const port = await serve({ idleMs: EVER, wholeMs: 50, bytesPerSecond: 1 }, readAll);
    const { socket, told } = send(port, FILE, `${'1\r\nx\r\n'.repeat(1000)}`);
    for (let i = 0; i < 20; i++) {
      await pause(10);
      socket.write('1\r\nx\r\n');
    }
    socket.end('0\r\n\r\n');
    expect(status(await told)).toBe('200');
  });

  it('of a file that comes drop by drop is ended', async () => {
    const port = await serve({ idleMs: EVER, wholeMs: 50, bytesPerSecond: 1_000_000 }, readAll);
    expect(status(await drip(send(port, FILE, '')))).toBe('408');
  });

  it('that is no file is ended after its time, however much of it came', async () => {
    const port = await serve({ idleMs: EVER, wholeMs: 50, bytesPerSecond: 1 }, readAll);
    expect(status(await drip(send(port, JSON_BODY, '1\r\nx\r\n'.repeat(1000))))).toBe('408');
  });

  it.each([FILE, JSON_BODY])('of %s that was answered is not drained for ever', async (line) => {
    const port = await serve({ idleMs: EVER, wholeMs: 50, bytesPerSecond: 1 }, (request, response) => {
      request.resume();
      response.writeHead(413, { 'Content-Length': 0 }).end();
    });
    expect(status(await drip(send(port, line, '1\r\nx\r\n'.repeat(1000))))).toBe('413');
  });

  it('that lies here unread is the server’s delay and not the sender’s', async () => {
    let read: () => void = () => undefined;
    const port = await serve({ idleMs: 50, wholeMs: 50, bytesPerSecond: 1 }, (request, response) => {
      read = () => readAll(request, response);
    });
    const { socket, told } = send(port, JSON_BODY, '1\r\nx\r\n');
    await pause(300);
    socket.end('0\r\n\r\n');
    read();
    expect(status(await told)).toBe('200');
  });
});
