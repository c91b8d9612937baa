import { Module } from '@nestjs/common';
import { TasksModule } from '../tasks/tasks.module.js';
import { Inboxes } from './inboxes.service.js';
import { MailChannel } from './mail-channel.js';
import { SavedSearchesController } from './searches/saved-searches.controller.js';
import { SavedSearches } from './searches/saved-searches.service.js';
import './own-settings.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsQueries } from './notifications.queries.js';

/** People are told of what begins to wait for them, and of what is published that they look for. */
@Module({
  imports: [TasksModule],
  controllers: [NotificationsController, SavedSearchesController],
  providers: [Inboxes, MailChannel, NotificationsQueries, SavedSearches],
})
export class NotificationsModule {}
