import { Body, Controller, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../../../kernel/access/decorators.js';
import { FromPrimary } from '../../../kernel/database/replica/replica-reads.js';
import { throttleAddress } from '../../../kernel/http/address.js';
import { Unrecorded } from '../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../kernel/http/operation.js';
import { Throttled } from '../../../kernel/http/throttling/throttle-guard.js';
import { AnswersReceivedDto, SurveyAnswersDto, SurveyCodeDto, SurveyQuestionsDto } from './survey-answer.dto.js';
import { SurveyAnswersService } from './survey-answers.service.js';
import { SURVEY_PAGE, SURVEY_PAGE_HEADERS } from './survey-page.js';

/** For residents, without an account. Nothing is kept of such a request but the answers: not that it was made. */
@ApiTags('survey-answers')
@FromPrimary()
@Controller('survey-answers')
export class SurveyAnswersController {
  constructor(private readonly service: SurveyAnswersService) {}

  /** A code that is wrong, ended, or of a survey that takes no answers is `code_unknown`, whichever it is. */
  @Post('questions')
  @HttpCode(200)
  @Public()
  @Throttled('answer')
  @Unrecorded()
  @Operation(
    'askSurveyQuestions',
    {
      en: 'The questions behind a one-time code, and who serves its line from when to when',
      zh: '凭一次性代码查看题目，以及所属服务线由谁服务、何时服务',
    },
    'code_unknown',
    'code_used',
  )
  questions(@Body() body: SurveyCodeDto, @Req() request: Request): Promise<SurveyQuestionsDto> {
    return this.service.questions(body.code, throttleAddress(request));
  }

  /** Once for each code, ratings of buyer and agent with it or never. Sent twice, the second is `code_used`. */
  @Post()
  @Header('Location', '/api/v1/survey-answers')
  @Public()
  @Throttled('answer')
  @Unrecorded()
  @Operation(
    'answerSurvey',
    { en: 'Answer the questions behind a one-time code', zh: '凭一次性代码作答' },
    'code_unknown',
    'code_used',
  )
  async answer(@Body() body: SurveyAnswersDto, @Req() request: Request): Promise<AnswersReceivedDto> {
    await this.service.answer(body.code, body.answers, body.ratings ?? [], throttleAddress(request));
    return { received: true };
  }
}

/** `/s`: reads the code from the fragment of its address, asks and answers by the two routes above. */
@ApiTags('survey-answers')
@FromPrimary()
@Controller('s')
export class SurveyPageController {
  @Get()
  @Public()
  @ApiProduces('text/html')
  @Operation('surveyPage', { en: 'The page on which residents answer', zh: '居民作答页面' })
  page(@Res({ passthrough: true }) response: Response): string {
    response.set(SURVEY_PAGE_HEADERS).type('html');
    return SURVEY_PAGE;
  }
}
