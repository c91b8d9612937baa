import { Module } from '@nestjs/common';
import { AwardsQueries } from './awards.queries.js';
import { CoverageStatisticsQueries } from './coverage.queries.js';
import { CoverageKeeper } from './kept-coverage/coverage-keeper.js';
import { StatisticsController } from './statistics.controller.js';

/** Reads everything, nobody imports it. */
@Module({ controllers: [StatisticsController], providers: [AwardsQueries, CoverageStatisticsQueries, CoverageKeeper] })
export class StatisticsModule {}
