import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestApp, type TestApp } from '../support/app.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

describe('business time of a migrated database', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  const source = async (): Promise<string> => {
    const [row] = await app.dataSource.query<{ source: string }[]>(
      `SELECT prosrc AS source FROM pg_proc WHERE proname = 'business_now'`,
    );
    return (row?.source ?? '').replaceAll(/\s+/g, ' ').trim();
  };

  it('is the wall clock and how far it was moved: nothing sets it to an instant', async () => {
    expect(await source()).toBe(
      `DECLARE ahead interval; BEGIN SELECT behind INTO ahead FROM business_time; RETURN clock_timestamp() + coalesce(ahead, interval '0'); END`,
    );
    const files = readdirSync(MIGRATIONS, { recursive: true, encoding: 'utf8' }).filter((f) => /\.(ts|sql)$/.test(f));
    const defining = files.filter((file) =>
      /FUNCTION\s+(public\.)?"?business_now/i.test(readFileSync(join(MIGRATIONS, file), 'utf8')),
    );
    expect(defining).toEqual([join('baseline', 'before-tables.sql'), join('planned-functions', 'hot.sql')]);
    for (const file of files)
      expect([file, readFileSync(join(MIGRATIONS, file), 'utf8').includes('test_instant')]).toEqual([file, false]);
    const moving = await app.dataSource.query<{ name: string }[]>(
      `SELECT proname AS name FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
       WHERE nspname = 'public' AND proname LIKE 'business%' ORDER BY 1`,
    );
    expect(moving.map((f) => f.name)).toEqual(['business_now', 'business_time_only_forward', 'business_today']);
    const [first, second] = [await now(), await now()];
    expect(second > first).toBe(true);
  });

  it('stands still in a test alone, to the microsecond', async () => {
    await allowFixedInstant(app);
    await setInstant(app, '2025-11-14T01:30:00.000001Z');
    expect([await now(), await now()]).toEqual(['2025-11-14 01:30:00.000001', '2025-11-14 01:30:00.000001']);
  });

  const now = async (): Promise<string> => {
    const [row] = await app.dataSource.query<{ now: string }[]>(
      `SELECT (business_now() AT TIME ZONE 'UTC')::text AS now`,
    );
    return row?.now ?? '';
  };
});
