import { Module } from '@nestjs/common';
import { TasksModule } from '../tasks/tasks.module.js';
import { DueDatesController } from './due-dates.controller.js';
import { DueDates } from './due-dates.service.js';

/** What is due, for calendar programs. */
@Module({ imports: [TasksModule], controllers: [DueDatesController], providers: [DueDates] })
export class DueDatesModule {}
