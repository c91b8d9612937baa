import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import request from 'supertest';
import { serverPid } from '../../src/kernel/embedded/postmaster.js';
import { Child } from '../support/child.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { NoteController } from '../support/note.controller.js';

describe('the test harness', () => {
  let first: TestDatabase;
  let second: TestDatabase;
  let app: INestApplication;

  beforeAll(async () => {
    [first, second] = await Promise.all([createDatabase(), createDatabase()]);
    const module = await Test.createTestingModule({ controllers: [NoteController] }).compile();
    app = module.createNestApplication();
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await Promise.all([first.drop(), second.drop()]);
  });

  it('gives every spec file a migrated database of its own', async () => {
    const client = new pg.Client(first.url);
    await client.connect();
    await client.query('CREATE TABLE only_here ()');
    const { rows } = await client.query('SHOW server_encoding');
    await client.end();
    const other = new pg.Client(second.url);
    await other.connect();
    const found = await other.query("SELECT to_regclass('only_here') AS t, to_regclass('migration') AS m");
    await other.end();
    expect(rows).toEqual([{ server_encoding: 'UTF8' }]);
    expect(found.rows).toEqual([{ t: null, m: 'migration' }]);
  });

  it('compiles DTOs with the schemas that the OpenAPI document shows', () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    expect(document.components?.schemas?.['NoteDto']).toEqual({
      type: 'object',
      properties: {
        text: { type: 'string', description: 'What is noted.', maxLength: 20 },
        stars: { type: 'number', minimum: 1, maximum: 5 },
      },
      required: ['text'],
    });
  });

  it('serves a Nest application over HTTP', async () => {
    const answer = await request(app.getHttpServer()).post('/notes').send({ text: 'x' });
    expect([answer.status, answer.body]).toEqual([201, { text: 'x' }]);
  });

  it('removes what a killed run left behind, its server too', async () => {
    const module = pathToFileURL(join(import.meta.dirname, '../support/test-server.mjs')).href;
    const program = `const { openTestRun } = await import('${module}');
      const run = await openTestRun();
      process.stdout.write('run ' + run.folder + ' ');
      process.on('SIGTERM', () => run.close().then(() => process.exit(0)));
      setInterval(() => undefined, 1000);`;
    const openRun = (): Child =>
      new Child(process.execPath, ['--input-type=module', '-e', program], {
        cwd: join(import.meta.dirname, '../..'),
        env: { PATH: process.env.PATH },
      });

    const killed = openRun();
    const folder = await killed.says(/run (\S+) /);
    const data = join(folder, 'cluster/postgres/data');
    writeFileSync(join(folder, 'wanted'), '');
    while (serverPid(data) === null) await pause(20);
    killed.signal('SIGKILL');
    await killed.end();
    expect(serverPid(data)).not.toBeNull();

    const next = openRun();
    const nextFolder = await next.says(/run (\S+) /);
    expect([existsSync(folder), existsSync(nextFolder)]).toEqual([false, true]);
    expect(serverPid(data)).toBeNull();
    next.signal('SIGTERM');
    expect([await next.end(), existsSync(nextFolder)]).toEqual([0, false]);
  });
});
