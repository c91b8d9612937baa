import { Global, Module } from '@nestjs/common';
import { Deliveries } from './deliveries.js';

/** What committed reaches those who asked to be told, by channels that rooms add. */
@Global()
@Module({ providers: [Deliveries], exports: [Deliveries] })
export class DeliveriesModule {}
