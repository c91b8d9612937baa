import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, SignedIn } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Language } from '../../kernel/errors/texts.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { TaskListDto, TaskQuery } from './tasks.dto.js';
import { TasksQueries } from './tasks.queries.js';

@ApiTags('me')
@Controller('me/tasks')
export class TasksController {
  constructor(private readonly tasks: TasksQueries) {}

  @Get()
  @SignedIn()
  @Operation('myTasks', { en: 'What waits for the caller, with due dates', zh: '查询当前用户的待办及到期日' })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() query: TaskQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
  ): Promise<TaskListDto> {
    return this.tasks.listOwn(principal, query, url, lang);
  }
}
