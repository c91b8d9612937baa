import { Injectable } from '@nestjs/common';
import ical, { ICalEventTransparency } from 'ical-generator';
import { SYSTEM } from '../../kernel/access/principal.js';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import { CalendarKeysService } from '../../people/accounts/calendar-keys/calendar-keys.service.js';
import { getUserId } from '../../people/accounts/user-id.js';
import { describeKind, hideSecretTasks, loadAllTasks } from '../tasks/told/all-tasks.js';
import type { TaskDto } from '../tasks/tasks.dto.js';
import { TasksQueries } from '../tasks/tasks.queries.js';
import { nameEntry, reviseEntries, type Revision, type ShownEntry } from './calendar-entries.js';
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
    private readonly transactions: Transactions,
  ) {}

  /** What moved since the calendar was read last is a revision of its entry: its programs take no older one for it. */
  async format(key: string, lang: Language): Promise<string> {
    const holder = await this.keys.getHolder(key);
    const calendar = ical({
      ...{ name: words.calendar[lang], prodId: { company: 'throughline', product: 'due-dates', language: lang } },
      ttl: REFRESH_SECONDS,
    });
    const { tasks } = await loadAllTasks(this.tasks, holder);
    const entries = listEntries(hideSecretTasks(tasks));
    const revisions = await this.transactions.run(SYSTEM, (tx) => reviseEntries(tx, getUserId(holder), entries));
    for (const entry of entries) calendar.createEvent(toEvent(entry, revisions.get(nameEntry(entry)), lang));
    return calendar.toString();
  }
}

/** A task is one entry, due on the first of its days. */
function listEntries(tasks: readonly TaskDto[]): ShownEntry[] {
  const entries = new Map<string, ShownEntry>();
  for (const { kind, id, lot, dueOn: due } of tasks) {
    const before = entries.get(nameEntry({ kind, id }));
    if (due !== null && (before === undefined || due < before.due))
      entries.set(nameEntry({ kind, id }), { kind, id, lot, due });
  }
  return [...entries.values()];
}

const toEvent = (entry: ShownEntry, revision: Revision | undefined, lang: Language) => ({
  ...{ id: `${nameEntry(entry)}@throughline`, start: new Date(entry.due), allDay: true },
  // Without a METHOD the stamp, too, is when it was revised last (RFC 5545 section 3.8.7.2).
  ...(revision && { sequence: revision.sequence, stamp: revision.revisedAt, lastModified: revision.revisedAt }),
  // A day on which something is due is no day that is taken.
  transparency: ICalEventTransparency.TRANSPARENT,
  summary: `${describeKind(entry.kind, lang)}${entry.lot === null ? '' : ` (${words.lot[lang]} ${entry.lot})`}`,
});
