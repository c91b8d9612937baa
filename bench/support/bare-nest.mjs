/** The least that Nest and TypeORM do on a database: what B7 is measured against. `node bare-nest.mjs URL` */
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';

class LiveController {
  live() {
    return { status: 'ok' };
  }
}
Get('live')(LiveController.prototype, 'live', Object.getOwnPropertyDescriptor(LiveController.prototype, 'live'));
Controller()(LiveController);

class BareModule {}
Module({
  imports: [TypeOrmModule.forRoot({ type: 'postgres', url: process.argv[2], entities: [] })],
  controllers: [LiveController],
})(BareModule);

const app = await NestFactory.create(BareModule, { logger: false });
await app.listen(0, '127.0.0.1');
process.stdout.write(`ready ${await app.getUrl()}\n`);
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
