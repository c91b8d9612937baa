import { Module } from '@nestjs/common';
import { AwardsQueries } from './awards.queries.js';
import { StatisticsController } from './statistics.controller.js';

/** Reads everything, nobody imports it. */
@Module({ controllers: [StatisticsController], providers: [AwardsQueries] })
export class StatisticsModule {}
