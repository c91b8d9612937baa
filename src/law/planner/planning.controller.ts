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
  @Operation('planWindow', 'How much time an implementation window really has', 'end_before_start')
  windows(@Body() question: WindowQuestionDto): Promise<WindowFiguresDto> {
    return this.planning.window(question);
  }

  @Post('backward')
  @Public()
  @HttpCode(200)
  @Operation('planBackward', 'The last safe and the last possible day to issue the documents', 'method_not_plannable')
  async backward(@Body() question: BackwardQuestionDto, @Lang() language: Language): Promise<BackwardPlanDto> {
    return BackwardPlanDto.of(await this.planning.backward(question), language);
  }
}
