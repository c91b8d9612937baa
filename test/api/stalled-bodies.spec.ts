import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { setTimeout as pause } from 'node:timers/promises';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp({ env: { IMPORT_IDLE_SECONDS: '1' } });
  officer = await makeUser(app, 'bureau_officer');
});
afterAll(() => app.close());

/** Sends the beginning of a request, then nothing more, and answers what it was told once the connection is closed. */
function stall(line: string, headers: Record<string, string>, body: string): Promise<string> {
  const { hostname, port } = new URL(app.url);
  const all = { Host: hostname, ...officer.auth, ...headers };
  const head = [line, ...Object.entries(all).map(([name, value]) => `${name}: ${value}`), '', body];
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(head.join('\r\n'))).setEncoding('utf8');
    let text = '';
    socket
      .on('data', (data: string) => (text += data))
      .on('error', () => undefined)
      .once('close', () => resolve(text));
  });
}
const BOUNDARY = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7';
const incoming = (): string[] => {
  const folder = join(app.settings.documentsDir as string, 'incoming');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const told = (text: string) => [text.split(' ')[1], /"code":"(\w+)"/.exec(text)?.[1]];

describe('a request whose body stands still', () => {
  it('is not ended by Node, which would end a long upload as well', () => {
    const server = (app.running.app as NestExpressApplication).getHttpServer();
    expect([server.requestTimeout, server.headersTimeout]).toEqual([0, 60_000]);
  });

  it('of JSON is told so and its connection closed', async () => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': '100' };
    expect(told(await stall('POST /api/v1/needs HTTP/1.1', headers, '{"half'))).toEqual(['408', 'upload_stalled']);
  });

  it('of a document is told so, and nothing of it stays', async () => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Length': '1000' };
    const answer = await stall('POST /api/v1/documents HTTP/1.1', headers, BOUNDARY);
    expect(told(answer)).toEqual(['408', 'upload_stalled']);
    while (incoming().length > 0) await pause(20);
  });

  it.each([
    ['of a read', 'GET /api/v1/organisations HTTP/1.1', '200'],
    ['of a type that no route takes', 'PUT /api/v1/nothing HTTP/1.1', '415'],
    ['of an import that was refused', 'POST /api/v1/imports?name=a HTTP/1.1', '415'],
  ])('%s is answered and its connection closed', async (_, line, status) => {
    const headers = { 'Content-Type': 'text/plain', 'Content-Length': '1000' };
    expect(told(await stall(line, headers, 'half'))[0]).toBe(status);
  });
});
