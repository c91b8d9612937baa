import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, SignedIn, UnprovenToo } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { Operation } from '../../../kernel/http/operation.js';
import { MeDto } from './me.dto.js';
import { MeQueries } from './me.queries.js';

@ApiTags('me')
@Controller('me')
export class MeController {
  constructor(private readonly queries: MeQueries) {}

  @Get()
  @SignedIn()
  @UnprovenToo()
  @Operation('me', {
    en: 'Who the caller is, in which seats, with which permissions',
    zh: '查看当前用户及其席位、权限',
  })
  me(@CurrentPrincipal() principal: Principal): Promise<MeDto> {
    return this.queries.me(principal);
  }
}
