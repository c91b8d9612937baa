import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { describeWith } from '../support/describe-with.js';
import { redis } from '../support/optional-servers.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { assessed, QueueBench, until, type Store } from './bench.js';
import { failedGeneration } from './looks.js';

/** A way to the database that can be cut. */
class Line {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(target: string): Promise<Line> {
    const url = new URL(target);
    const [host, port] = [url.hostname, Number(url.port)];
    const server = createServer((near) => line.join(near, () => connect(port, host)));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url.port = String((server.address() as AddressInfo).port);
    const line: Line = new Line(server, url.href);
    return line;
  }

  private join(near: Socket, dial: () => Socket): void {
    if (this.isCut) return void near.destroy();
    const far = dial();
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined);
      one.once('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}

function suite(storeOf: () => Store): void {
  let database: TestDatabase;
  let line: Line;
  let bench: QueueBench;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    line = await Line.to(database.url);
    bench = await (await QueueBench.open(line.url, storeOf())).start();
  });
  afterEach(async () => {
    line.mend();
    await bench.close();
    line.close();
  });
  /** Past the line, which may be cut. */
  const look = async <T extends object>(sql: string, params: unknown[] = []): Promise<T[]> => {
    const client = new pg.Client(database.url);
    await client.connect();
    try {
      return (await client.query<T>(sql, params)).rows;
    } finally {
      await client.end();
    }
  };

  /** A change whose assessment finds its way to the database cut, the first time. */
  const changeAsLineIsCut = async (id: string): Promise<void> => {
    let tries = 0;
    bench.onAssess = async (tx, subject) => {
      tries += 1;
      if (tries === 1) line.cut();
      await assessed(tx, subject);
    };
    await bench.change(id);
    await until(() => Promise.resolve(tries > 0));
  };

  it('use up no attempt: what had one attempt is done when the database is back', async () => {
    await changeAsLineIsCut('cut');
    await pause(2_000);
    expect(await look(`SELECT FROM job_failure`)).toEqual([]);
    line.mend();
    await until(async () => (await bench.effect('cut').catch(() => undefined))?.changes === 1);
    await bench.settled();
    expect(await look(`SELECT FROM job_failure`)).toEqual([]);
    expect((await bench.failedJobs.list(50, null)).jobs).toEqual([]);
  });

  it('are over when the database is back, although the clock of the process was put back meanwhile', async () => {
    await changeAsLineIsCut('put back');
    await pause(1_000);
    const behind = jest
      .spyOn(Date, 'now')
      .mockImplementation(() => Math.round(performance.timeOrigin + performance.now()) - 3_600_000);
    try {
      line.mend();
      await until(async () => (await bench.effect('put back').catch(() => undefined))?.changes === 1);
    } finally {
      behind.mockRestore();
    }
  });

  it('hold up no end: a worker whose work waits for the database ends, and another does the work', async () => {
    let tries = 0;
    bench.onAssess = () => {
      tries += 1;
      return Promise.reject(Object.assign(new Error('no room'), { code: '53100' }));
    };
    await bench.change('left');
    await until(() => Promise.resolve(tries > 0));
    await bench.close();
    expect(await look(`SELECT FROM job_failure`)).toEqual([]);
    bench = await (await QueueBench.open(line.url, storeOf())).start();
    await until(async () => (await bench.effect('left'))?.changes === 1);
  });

  it('are told from work that fails: that is listed, and not while it is wanted anew or done', async () => {
    bench.onAssess = () => Promise.reject(new Error('no figures'));
    await bench.change('fails');
    await until(async () => (await failedGeneration(bench, 'fails')) !== null);
    const [failed] = (await bench.failedJobs.list(50, null)).jobs;
    expect(failed).toMatchObject({ job: 'assess', key: 'tender:fails', reason: 'no figures', attempts: 1 });
    expect(await bench.failedJobs.count()).toBe(1);
    bench.onAssess = assessed;
    await bench.change('fails'); // the next change does the work, nobody has to retry it
    await bench.settled();
    expect([(await bench.failedJobs.list(50, null)).jobs, await bench.failedJobs.count()]).toEqual([[], 0]);
    await expect(bench.failedJobs.retry(failed?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
    await bench.sweep.run(0);
    expect(await look(`SELECT FROM job_failure`)).toEqual([]);
  });
}

describe('outages of the database under queues on PostgreSQL', () => {
  suite(() => ({ kind: 'postgres' }));
});

describeWith(redis, 'outages of the database under queues on Redis', () => {
  let server: TestRedis;
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.stop());
  suite(() => ({ kind: 'redis', redisUrl: server.url }));
});
