import { Injectable } from '@nestjs/common';
import ical, { ICalEventTransparency } from 'ical-generator';
import type { Language } from '../../kernel/errors/texts.js';
import { CalendarKeysService } from '../../people/accounts/calendar-keys/calendar-keys.service.js';
import { describeKind, hideSecretTasks, loadAllTasks } from '../tasks/told/all-tasks.js';
import type { TaskDto } from '../tasks/tasks.dto.js';
import { TasksQueries } from '../tasks/tasks.queries.js';
import words from './due-date-words.json' with { type: 'json' };

/** How often a calendar program should ask, in seconds. */
const REFRESH_SECONDS = 3600;

/**
 * Due dates of what waits for a person, for the calendar program of their choice. It lies with others from then on, so an
 * entry says what kind of task is due on which day and of which lot: no purchase, no body, no person, no finding, and nothing
 * of a panel, whose members are secret.
 */
@Injectable()
export class DueDates {
  constructor(
    private readonly keys: CalendarKeysService,
    private readonly tasks: TasksQueries,
  ) {}

  async format(key: string, lang: Language): Promise<string> {
    const holder = await this.keys.getHolder(key);
    const calendar = ical({
      ...{ name: words.calendar[lang], prodId: { company: 'throughline', product: 'due-dates', language: lang } },
      ttl: REFRESH_SECONDS,
    });
    const { tasks } = await loadAllTasks(this.tasks, holder);
    for (const task of hideSecretTasks(tasks))
      if (task.dueOn !== null) calendar.createEvent(toEvent(task, task.dueOn, lang));
    return calendar.toString();
  }
}

const toEvent = ({ kind, id, lot, since }: TaskDto, dueOn: string, lang: Language) => ({
  ...{ id: `${kind}-${id}@throughline`, start: new Date(dueOn), allDay: true, stamp: new Date(since) },
  // A day on which something is due is no day that is taken.
  transparency: ICalEventTransparency.TRANSPARENT,
  summary: `${describeKind(kind, lang)}${lot === null ? '' : ` (${words.lot[lang]} ${lot})`}`,
});
