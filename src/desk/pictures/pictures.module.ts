import { Module } from '@nestjs/common';
import { DeliveryModule } from '../../care/delivery/delivery.module.js';
import { WatchModule } from '../../watch/watch.module.js';
import { PicturesController } from './pictures.controller.js';
import { PicturesQueries } from './pictures.queries.js';

/** What is read elsewhere as JSON, drawn. */
@Module({
  imports: [DeliveryModule, WatchModule],
  controllers: [PicturesController],
  providers: [PicturesQueries],
  exports: [PicturesQueries],
})
export class PicturesModule {}
