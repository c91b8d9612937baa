import { Module } from '@nestjs/common';
import { TasksModule } from '../tasks/tasks.module.js';
import { Inboxes } from './inboxes.service.js';
import { MailChannel } from './mail-channel.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsQueries } from './notifications.queries.js';

/** People are told of what begins to wait for them. */
@Module({
  imports: [TasksModule],
  controllers: [NotificationsController],
  providers: [Inboxes, MailChannel, NotificationsQueries],
})
export class NotificationsModule {}
