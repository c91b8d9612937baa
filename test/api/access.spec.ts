import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { RolePermissions } from '../../src/people/accounts/sessions/authenticator.js';
import { listPermissions, ROLE_NAMES } from '../../src/people/accounts/roles.js';
import { Permit, Public, SignedIn } from '../../src/kernel/access/decorators.js';
import { PermissionCatalogue, RouteCheck, type Route } from '../../src/kernel/access/route-check.js';
import { ActionEngine } from '../../src/kernel/actions/engine.js';
import { makeAccount, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
let routes: (Route & { url: string; verb: 'get' | 'post' | 'put' | 'patch' | 'delete' })[];
beforeAll(async () => {
  app = await startTestApp();
  routes = app.running.app
    .get(RouteCheck)
    .routes()
    .map((route) => {
      const path = `/${route.path}`.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');
      const named = path.replaceAll(/:\w+/g, '2f1c9d0e-0000-4000-8000-000000000000');
      return { ...route, url: `/api/v1${named}`, verb: route.method.toLowerCase() as 'get' };
    });
});
afterAll(() => app.close());

const ask = (route: { verb: (typeof routes)[number]['verb']; url: string }) => app.http[route.verb](route.url);
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

/** Boots the check with one controller. */
async function boot(controller: Type): Promise<void> {
  @Module({
    imports: [DiscoveryModule],
    controllers: [controller],
    providers: [RouteCheck, { provide: PermissionCatalogue, useClass: RolePermissions }],
  })
  class OneController {}
  const module = await Test.createTestingModule({ imports: [OneController] }).compile();
  try {
    await module.init();
  } finally {
    await module.close();
  }
}

describe('deny by default', () => {
  it('a route without a permission does not boot', async () => {
    @Controller('open')
    class Forgotten {
      @Get()
      list(): string {
        return 'everything';
      }
    }
    await expect(boot(Forgotten)).rejects.toThrow('Forgotten.list (none)');
  });

  it('nor does one that names a permission nobody has heard of', async () => {
    @Controller('open')
    class Mistyped {
      @Get()
      @Permit('tender.raed')
      list(): string {
        return 'everything';
      }
    }
    await expect(boot(Mistyped)).rejects.toThrow('Mistyped.list (tender.raed)');
  });

  it('one that says what it needs does', async () => {
    @Controller('open')
    class Said {
      @Get()
      @Permit('tender.read')
      list(): string {
        return 'some';
      }
      @Get('mine')
      @SignedIn()
      mine(): string {
        return 'mine';
      }
      @Get('all')
      @Public()
      all(): string {
        return 'all';
      }
    }
    await expect(boot(Said)).resolves.toBeUndefined();
  });

  it('every route of this application says what it needs', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter((r) => r.permission === '')).toEqual([]);
  });

  it('only what is meant to be public is', () => {
    const open = routes.filter((r) => r.permission === null).map((r) => `${r.method} ${r.url.replace('/api/v1', '')}`);
    const meant =
      /^(POST \/auth\/(sessions(\/second-factor)?|refresh|setup|providers\/[\w-]+\/(start|sessions))|GET \/auth\/providers|GET \/health\/(live|ready)|GET \/metrics|POST \/planning\/\w+|GET \/statistics\/\w+|GET \/rules|GET \/personal-data\/register|GET \/risk\/indicators|GET \/notices|GET \/tenders\/[\w-]+\/review\/draws(\/[\w-]+)?|GET \/(tenders|awards|contracts|communities|service-lines|acceptances|evaluations|ratings)(\/[\w-]+)?(\/\w+(\.(svg|png))?)?|POST \/registrations(\/claims(\/(corrections|documents(\/(content|removal))?|withdrawal|setup-code))?)?|POST \/needs\/suggestions|POST \/survey-answers(\/questions)?|GET \/surveys\/[\w:-]+\/results|GET \/s|GET \/me\/calendar\.ics|GET \/ocds\/(packages|(releases|records)\/[\w-]+)|GET \/(calendars|code-lists|thresholds)(\/[\w-]+)?)$/;
    expect(open.filter((route) => !meant.test(route))).toEqual([]);
  });
});

describe('lifecycles', () => {
  it('name permissions that exist, or say that no person acts', () => {
    const catalogue = new RolePermissions();
    const lifecycles = app.running.app.get(ActionEngine).lifecycles();
    expect(lifecycles.map((l) => l.name)).toEqual(expect.arrayContaining(['user', 'api_key', 'registration']));
    const unknown = lifecycles.flatMap((l) =>
      l.transitions
        .filter((t) => t.who !== 'clock' && t.who !== 'system' && !catalogue.has(t.who))
        .map((t) => `${l.name}.${t.action}: ${t.who}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('not signed in, not permitted', () => {
  it('every other route answers 401 without a token', async () => {
    for (const route of routes.filter((r) => r.permission !== null)) {
      const answer = await ask(route);
      expect([route.method, route.url, answer.status, code(answer)]).toEqual([
        route.method,
        route.url,
        401,
        'not_signed_in',
      ]);
    }
  });

  it('and 403 to an account without a seat', async () => {
    const nobody = await makeAccount(app);
    for (const route of routes.filter((r) => r.permission !== null && r.permission !== 'signed_in')) {
      const answer = await ask(route).set(nobody.auth);
      expect([route.method, route.url, answer.status, code(answer)]).toEqual([
        route.method,
        route.url,
        403,
        'not_permitted',
      ]);
    }
  });

  it.each(ROLE_NAMES)('%s is kept out of every route that its row does not name, and of no other', async (role) => {
    const person = await makeUser(app, role);
    const held: ReadonlySet<string> = listPermissions([role]);
    for (const route of routes) {
      if (route.permission === null || route.permission === 'signed_in') continue;
      const may = [route.permission, ...route.others].some((permission) => held.has(permission));
      // What is permitted is asked by GET alone: nothing is changed here.
      if (may && route.verb !== 'get') continue;
      const answer = await ask(route).set(person.auth);
      expect([route.method, route.url, code(answer) === 'not_permitted']).toEqual([route.method, route.url, !may]);
    }
  });
});
