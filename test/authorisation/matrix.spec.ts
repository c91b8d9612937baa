import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

import { startBusinessAt, makeThreshold } from '../support/drafts.js';
import { Asking, routesOf, type Route, type Said } from './asking.js';
import { COLUMNS, readExpected, type Letter, type Row } from './expected.js';
import { makeEverybody, type People } from './people.js';
import { Resources } from './resources.js';

const rows = readExpected();
let app: TestApp;
let people: People;
let asking: Asking;
let routes: Map<string, Route>;
let compared = 0;

beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  await makeThreshold(app);
  people = await makeEverybody(app);
  asking = new Asking(app, await Resources.of(app, people));
  routes = new Map((await routesOf(app)).map((route) => [route.name, route]));
});
afterAll(async () => {
  process.stdout.write(`authorisation: ${compared} cells of ${routes.size} routes compared\n`);
  asking.close();
  await app.close();
});

/** Where 403 is expected, a 404 tells somebody who does not see the thing even less. */
async function agrees(expected: Letter, said: Said, sees: () => Promise<boolean>): Promise<boolean> {
  return said === expected || (expected === 'n' && said === 'h' && !(await sees()));
}

async function differencesOf(row: Row): Promise<string[]> {
  const found: string[] = [];
  for (const name of row.routes) {
    const route = routes.get(name);
    if (route === undefined) {
      found.push(`${name} is no route`);
      continue;
    }
    const compare = async (who: string, expected: Letter, by: People['tied'][keyof People['tied']] | null) => {
      if (expected === '-') return;
      compared += 1;
      const said = await asking.ask(route, row.resource, by);
      if (!(await agrees(expected, said, () => asking.sees(row.resource, by))))
        found.push(`${name} by ${who}: ${expected} expected, ${said} said`);
    };
    for (const column of COLUMNS) {
      await compare(column, row.cells[column].tied, people.tied[column]);
      await compare(`another ${column}`, row.cells[column].other, people.other[column]);
    }
    await compare('nobody', row.nobody, null);
  }
  return found;
}

describe('the comparison', () => {
  it('sees a wrong cell, and a route that is none', async () => {
    const [row] = rows.filter(({ routes: names }) => names.includes('GET /users'));
    if (row === undefined) throw new Error('no such row');
    const cells = { ...row.cells, supervisor: { tied: 'y', other: 'n' } } as const;
    expect(await differencesOf({ ...row, cells, nobody: 'h', routes: ['GET /users', 'GET /nowhere'] })).toEqual([
      'GET /users by supervisor: y expected, n said',
      'GET /users by nobody: h expected, u said',
      'GET /nowhere is no route',
    ]);
    compared = 0;
  });
});

describe('who may do what, by the table that was written by hand', () => {
  it('every route has its cells', () => {
    const expected = new Set(rows.flatMap((row) => row.routes));
    expect([...routes.keys()].filter((name) => !expected.has(name))).toEqual([]);
  });

  it.each(rows.map((row) => [`${row.what} (${row.resource})`, row] as const))('%s', async (_, row) => {
    expect(await differencesOf(row)).toEqual([]);
  });
});
