import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { Public } from '../access/decorators.js';
import { Settings } from '../config/settings.js';
import { Problem } from '../errors/problem.js';
import { clientAddress, isLoopback } from '../http/address.js';
import { Metrics } from '../observability/metrics.js';
import { Readiness } from './readiness.js';

@ApiTags('operation')
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly settings: Settings,
  ) {}

  @Get('health/live')
  @Public()
  @ApiOperation({ operationId: 'live', summary: 'The process answers' })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('health/ready')
  @Public()
  @ApiOperation({ operationId: 'ready', summary: 'Database, queue and outbox are in order; 503 where not' })
  async ready(@Res({ passthrough: true }) response: Response) {
    const answer = await this.readiness.ask();
    if (!answer.ready) response.status(503);
    return { status: answer.ready ? 'ready' : 'not_ready', checks: answer.checks };
  }

  @Get('metrics')
  @Public()
  @ApiExcludeEndpoint()
  async prometheus(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!this.mayRead(request)) throw new Problem('route_not_found');
    response.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }

  /** From loopback without a proxy in between, or with the token. To anybody else the route does not exist. */
  private mayRead(request: Request): boolean {
    const token = this.settings.metricsToken;
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token && given) {
      const [a, b] = [Buffer.from(given), Buffer.from(token)];
      return a.length === b.length && timingSafeEqual(a, b);
    }
    return isLoopback(request.socket.remoteAddress) && isLoopback(clientAddress(request));
  }
}
