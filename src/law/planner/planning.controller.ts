import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Lang, Public } from '../../kernel/access/decorators.js';
import type { Language } from '../../kernel/errors/texts.js';
import { Operation } from '../../kernel/http/operation.js';
import { BackwardPlanDto, BackwardQuestionDto } from './backward.dto.js';
import { PlanningService } from './planning.service.js';
import { WindowFiguresDto, WindowQuestionDto } from './window.dto.js';

@ApiTags('planning')
@Controller('planning')
export class PlanningController {
  constructor(private readonly planning: PlanningService) {}

  @Post('windows')
  @Public()
  @HttpCode(200)
  @Operation(
    'planWindow',
    { en: 'How much time an implementation window really has', zh: '计算实施期限内实际可用的时间' },
    'end_before_start',
  )
  windows(@Body() question: WindowQuestionDto): Promise<WindowFiguresDto> {
    return this.planning.window(question);
  }

  @Post('backward')
  @Public()
  @HttpCode(200)
  @Operation(
    'planBackward',
    {
      en: 'The last safe and the last possible day to issue the documents',
      zh: '倒推发出采购文件的最晚稳妥日与最晚可能日',
    },
    'method_not_plannable',
  )
  async backward(@Body() question: BackwardQuestionDto, @Lang() language: Language): Promise<BackwardPlanDto> {
    return BackwardPlanDto.fromPlan(await this.planning.backward(question), language);
  }
}
