import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { AccessGuard, Authenticator } from '../../src/kernel/access/access-guard.js';
import type { Principal, Seat } from '../../src/kernel/access/principal.js';
import { AuditController } from '../../src/kernel/audit/audit.controller.js';
import { AuditQueries } from '../../src/kernel/audit/audit.queries.js';
import { ChangeLog } from '../../src/kernel/audit/change-log.js';
import { WithheldActors } from '../../src/kernel/audit/withheld-actors.js';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { Problem } from '../../src/kernel/errors/problem.js';
import { ProblemFilter } from '../../src/kernel/http/problems/problem-filter.js';
import { Throttle } from '../../src/kernel/http/throttling/throttle.js';
import { validationPipe } from '../../src/kernel/http/validation.js';
import { ChangesController } from '../../src/kernel/outbox/changes.controller.js';
import { ChangesService } from '../../src/kernel/outbox/changes.service.js';
import { ChangeStates } from '../../src/kernel/outbox/states/change-states.js';
import { Feed } from '../../src/kernel/outbox/feed.js';
import { FailedJobs } from '../../src/kernel/queue/jobs/failed-jobs.js';
import { JobsController } from '../../src/kernel/queue/jobs/jobs.controller.js';
import { JobsService } from '../../src/kernel/queue/jobs/jobs.service.js';

/** Callers by token; what the accounts module does is not what is tested here. */
class Callers extends Authenticator {
  private readonly known = new Map<string, Principal>();

  add(token: string, permissions: string[], seats: Seat[] = []): void {
    this.known.set(token, { kind: 'user', id: token, seats, permissions: new Set(permissions) });
  }

  override authenticate(token: string): Promise<Principal> {
    const principal = this.known.get(token);
    return principal ? Promise.resolve(principal) : Promise.reject(new Problem('invalid_token'));
  }
}

export interface Api {
  url: string;
  callers: Callers;
  /** A request of a caller; the parsed answer. */
  get<T>(token: string | null, path: string): Promise<{ status: number; body: T }>;
  post<T>(token: string, path: string): Promise<{ status: number; body: T }>;
  close(): Promise<void>;
}

export interface ApiParts {
  dataSource: DataSource;
  failedJobs?: FailedJobs;
  verifier?: AuditVerifier;
  /** By whose keys reasons about people are read. */
  log?: ChangeLog;
}

/** The routes of audit, outbox and queue behind the real guard, filter and pipe. */
export async function startPlatformApi(parts: ApiParts): Promise<Api> {
  const callers = new Callers();

  @Module({
    controllers: [
      ChangesController,
      ...(parts.failedJobs ? [JobsController] : []),
      ...(parts.verifier ? [AuditController] : []),
    ],
    providers: [
      { provide: DataSource, useValue: parts.dataSource },
      { provide: Authenticator, useValue: callers },
      { provide: FailedJobs, useValue: parts.failedJobs },
      { provide: AuditVerifier, useValue: parts.verifier },
      { provide: ChangeLog, useValue: parts.log },
      AuditQueries,
      WithheldActors,
      ChangeStates,
      ChangesService,
      Feed,
      JobsService,
      { provide: Throttle, useValue: new Throttle(loadSettings({ THROTTLE: 'false' })) },
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_PIPE, useFactory: validationPipe },
    ],
  })
  class PlatformApi {}

  const app = await NestFactory.create<NestExpressApplication>(PlatformApi, { logger: false });
  app.setGlobalPrefix('api/v1');
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const send = async <T>(method: string, token: string | null, path: string) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    });
    return { status: response.status, body: (await response.json()) as T };
  };
  return {
    url,
    callers,
    get: (token, path) => send('GET', token, path),
    post: (token, path) => send('POST', token, path),
    close: () => app.close(),
  };
}
