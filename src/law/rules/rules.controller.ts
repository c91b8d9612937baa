import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Lang, Public } from '../../kernel/access/decorators.js';
import type { Language } from '../../kernel/errors/texts.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { Revalidated } from '../../kernel/http/revalidation.js';
import { tablePage } from '../../kernel/http/lists/table-page.js';
import { RuleEnforcement } from './enforcement.js';
import { RuleDto, RuleListDto, RuleQueryDto } from './rule.dto.js';

@ApiTags('rules')
@Controller('rules')
export class RulesController {
  constructor(private readonly enforcement: RuleEnforcement) {}

  @Get()
  @Public()
  @Revalidated()
  @Operation('listRules', {
    en: 'The dated rules of law and policy, as they stood on a day, and where each is enforced',
    zh: '查询某日有效的法律与政策规则及其落实方式',
  })
  list(@Query() query: RuleQueryDto, @Lang() language: Language, @ListUrl() url: string): RuleListDto {
    const page = tablePage(this.enforcement.list(query), (rule) => rule.id, query, url);
    return { items: page.items.map((rule) => RuleDto.fromRule(rule, language)), next: page.next };
  }
}
