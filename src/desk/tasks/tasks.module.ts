import { Module } from '@nestjs/common';
import { TasksController } from './tasks.controller.js';
import { TasksQueries } from './tasks.queries.js';

/** What waits for the caller, read from every room. */
@Module({ controllers: [TasksController], providers: [TasksQueries], exports: [TasksQueries] })
export class TasksModule {}
