import { describe, expect, it } from '@jest/globals';
import express, { type Express } from 'express';
import type { AddressInfo } from 'node:net';
import { compareBeginningsFirst } from './route-beginnings.js';

const PATHS = ['/', '/a', '/a/', '/a/b', '/a/:id', '/a/:id/c', '/a-:id', '/b{/:id}', '/files/*rest', '/:any/end'];
const ASKED = [
  ...['/', '/a', '/a/', '/A', '/a/b', '/a/b/', '/a/1', '/a/1/c', '/a/1/c/', '/a-1', '/a-', '/b', '/b/1', '/b/1/2'],
  ...['/bc', '/files', '/files/', '/files/x/y', '/x/end', '/a/end', '/%61', '/a/%E0', '/q?a=/a/b', '/a?x', '//a'],
];

/** What each of the paths is answered by: the routes that saw it, in their order. */
async function answersOf(prepare: (server: Express) => void): Promise<unknown[]> {
  const server = express().enable('case sensitive routing');
  for (const path of PATHS) {
    server.get(path, (request, response, next) => {
      response.append('X-Seen', `${path} ${JSON.stringify(request.params)}`);
      next();
    });
  }
  prepare(server);
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  try {
    const { port } = listening.address() as AddressInfo;
    return await Promise.all(
      ASKED.map(async (path) => {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`);
        return [path, answer.status, answer.headers.get('x-seen')];
      }),
    );
  } finally {
    await new Promise((resolve) => listening.close(resolve));
  }
}

describe('routes whose beginnings are compared first', () => {
  it('answer what they answer without', async () => {
    const plain = await answersOf(() => undefined);
    expect(plain).toContainEqual(['/a/1/c', 404, '/a/:id/c {"id":"1"}']);
    expect(plain).toContainEqual(['/a/%E0', 400, null]);
    expect(await answersOf(compareBeginningsFirst)).toEqual(plain);
  });

  it('are refused where the case of a path does not count', () => {
    expect(() => compareBeginningsFirst(express())).toThrow('as they are written');
  });
});
