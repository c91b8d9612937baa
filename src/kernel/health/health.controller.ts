import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/decorators.js';
import { Settings } from '../config/settings.js';
import { Problem } from '../errors/problem.js';
import { clientAddress, isLoopback } from '../http/address.js';
import { Operation } from '../http/operation.js';
import { Metrics } from '../observability/metrics.js';
import { LiveDto, ReadyDto } from './health.dto.js';
import { bringsMetricsToken } from './metrics-access.js';
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
  @Operation('live', { en: 'The process answers', zh: '进程存活' })
  live(): LiveDto {
    return { status: 'live' };
  }

  @Get('health/ready')
  @Public()
  @ApiResponse({ status: 503, description: 'Something is not in order.', type: ReadyDto })
  @Operation('ready', { en: 'Database, queue and outbox are in order', zh: '数据库、队列与发件箱是否正常' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadyDto> {
    const answer = await this.readiness.ask();
    if (!answer.ready) response.status(503);
    return { status: answer.ready ? 'ready' : 'not_ready', checks: answer.checks };
  }

  @Get('metrics')
  @Public()
  @ApiProduces('text/plain')
  @ApiResponse({ status: 200, description: 'Figures in the text format of Prometheus.', type: String })
  @Operation(
    'metrics',
    { en: 'Figures for Prometheus: from loopback, or with the token', zh: 'Prometheus 指标：限本机访问或凭令牌' },
    'route_not_found',
  )
  async prometheus(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!this.mayRead(request)) throw new Problem('route_not_found');
    response.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }

  /** From loopback without a proxy in between, or with the token. To anybody else the route does not exist. */
  private mayRead(request: Request): boolean {
    const { metricsToken: token } = this.settings;
    const { authorization } = request.headers;
    if (token && /^Bearer ./.test(authorization ?? '')) return bringsMetricsToken(authorization, token);
    return isLoopback(request.socket.remoteAddress) && isLoopback(clientAddress(request));
  }
}
