import { Module } from '@nestjs/common';
import { OcdsController } from './ocds.controller.js';
import { OcdsExport } from './ocds-export.js';
import { OcdsQueries } from './ocds.queries.js';

/** Reads everything, nobody imports it. */
@Module({ controllers: [OcdsController], providers: [OcdsQueries, OcdsExport] })
export class OpenDataModule {}
