import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { NewRatingDto, RatingListDto, RatingQuery, RatingReceiptDto } from './rating.dto.js';
import { RatingsService } from './ratings.service.js';

/** 下评上: what agencies, communities and (with the code of a slip) residents say of buyer and agent, published by fives. */
@ApiTags('ratings')
@Controller('ratings')
export class RatingsController {
  constructor(private readonly service: RatingsService) {}

  /** Once for each body, stage and side; never changed, and never shown by itself. */
  @Post()
  @HttpCode(200)
  @Permit('rating.give')
  @Operation(
    'giveRating',
    { en: 'Say how the buyer or the agent did in a stage of a purchase', zh: '评价采购人或代理机构在某一阶段的表现' },
    'not_found',
    'not_concerned',
    'stage_not_over',
    'rated_already',
  )
  give(@CurrentPrincipal() principal: Principal, @Body() body: NewRatingDto): Promise<RatingReceiptDto> {
    return this.service.give(principal, body);
  }

  /** Means over all purchases of a body by 5, 10, 15, … raters, each of whom counts once; fewer than five are not shown. */
  @Get()
  @Public()
  @Operation('listRatings', {
    en: 'What is said of buyers and agents, from five raters upward',
    zh: '查询对采购人与代理机构的评价（五名以上评价者方予显示）',
  })
  list(@Query() query: RatingQuery, @ListUrl() url: string): Promise<RatingListDto> {
    return this.service.list(query, url);
  }
}
