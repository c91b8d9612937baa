import { Module } from '@nestjs/common';
import { ReviewsModule } from '../../purchase/reviews/reviews.module.js';
import { TasksController } from './tasks.controller.js';
import { TasksQueries } from './tasks.queries.js';

/** What waits for the caller, read from every room. */
@Module({
  imports: [ReviewsModule],
  controllers: [TasksController],
  providers: [TasksQueries],
  exports: [TasksQueries],
})
export class TasksModule {}
