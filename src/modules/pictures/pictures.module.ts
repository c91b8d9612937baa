import { Module } from '@nestjs/common';
import { ImplementationModule } from '../implementation/implementation.module.js';
import { RiskModule } from '../risk/risk.module.js';
import { PicturesController } from './pictures.controller.js';
import { PicturesQueries } from './pictures.queries.js';

/** What is read elsewhere as JSON, drawn. */
@Module({
  imports: [ImplementationModule, RiskModule],
  controllers: [PicturesController],
  providers: [PicturesQueries],
})
export class PicturesModule {}
