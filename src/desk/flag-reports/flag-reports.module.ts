import { Module } from '@nestjs/common';
import { WatchModule } from '../../watch/watch.module.js';
import { PicturesModule } from '../pictures/pictures.module.js';
import { FlagFigures } from './flag-figures.queries.js';
import { GroupFigures } from './group-figures.queries.js';
import { FlagReportsController } from './flag-reports.controller.js';
import { FlagReports } from './flag-reports.service.js';

/** Flags on paper. */
@Module({
  imports: [WatchModule, PicturesModule],
  controllers: [FlagReportsController],
  providers: [FlagReports, FlagFigures, GroupFigures],
})
export class FlagReportsModule {}
