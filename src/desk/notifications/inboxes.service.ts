import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { SYSTEM, type Principal } from '../../kernel/access/principal.js';
import { listPermittedBodies } from '../../kernel/access/held.js';
import { toPermissionScope } from '../../kernel/access/scope.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { queueDelivery } from '../../kernel/deliveries/targets.js';
import { Problem } from '../../kernel/errors/problem.js';
import { JobRegistry } from '../../kernel/queue/jobs/job-registry.js';
import { MailAddresses } from '../../people/accounts/mail-address/mail-addresses.js';
import { getUserId } from '../../people/accounts/user-id.js';
import { UserPrincipals } from '../../people/accounts/user-principals.js';
import { recordUserChange } from '../../people/accounts/user-changes.js';
import { loadAllTasks } from '../tasks/told/all-tasks.js';
import { TasksQueries, type ToldTask } from '../tasks/tasks.queries.js';
import { lookForTasks } from './look-for-tasks-job.js';
import { CLAIM, FORGET, HOLD, MARK_READ, OPEN, TAKE_DUE, TAKE_MAIL, TELL } from './notification-statements.js';
import { MAIL } from './mail-channel.js';
import { findUntakenImports, tellOfUntakenRows } from './import-news.js';
import { NEWS_DAYS, TELL_NEWS } from './news-statements.js';
import { toInbox, type InboxRow } from './inbox.view.js';
import type { InboxDto, InboxSettingsDto, NotificationsReadDto } from './notifications.dto.js';

/** Rounds of one run; what is left is the next run's. */
const ROUNDS = 50;
const DAY_MS = 86_400_000;

/** Tells people of what begins to wait for them, as far as they want to be told. */
@Injectable()
export class Inboxes implements OnModuleInit {
  private readonly logger = new Logger('Inboxes');

  constructor(
    private readonly transactions: Transactions,
    private readonly users: UserPrincipals,
    private readonly tasks: TasksQueries,
    private readonly addresses: MailAddresses,
    private readonly jobs: JobRegistry,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(lookForTasks, () => this.look());
  }

  /** Opens the inbox of the caller, or changes of what they are told. */
  open(principal: Principal, { muted, mail = 'never', lang = 'zh' }: InboxSettingsDto): Promise<InboxDto> {
    const user = getUserId(principal);
    return this.transactions.run(principal, async (tx) => {
      const [row] = await tx.query<InboxRow>(OPEN, [user, muted, mail, lang]);
      await recordUserChange(tx, user, 'inbox_opened');
      return toInbox(row as InboxRow);
    });
  }

  /** Closes it; what it held is gone. @throws Problem `not_found` where there is none */
  async close(principal: Principal): Promise<void> {
    const user = getUserId(principal);
    await this.transactions.run(principal, async (tx) => {
      await tx.query(HOLD, [user]);
      await tx.query(`DELETE FROM notification WHERE user_id = $1`, [user]);
      const gone = await tx.query(`DELETE FROM inbox WHERE user_id = $1 RETURNING user_id`, [user]);
      if (gone.length === 0) throw new Problem('not_found');
      await recordUserChange(tx, user, 'inbox_closed');
    });
  }

  /** What somebody has read is theirs alone: no row of the audit says it. */
  async markRead(principal: Principal, ids: string[]): Promise<NotificationsReadDto> {
    const user = getUserId(principal);
    const marked = await this.transactions.run(principal, (tx) => tx.query(MARK_READ, [user, ids]));
    return { read: marked.length };
  }

  /** Compares the tasks of whose inbox is due with what they were told. */
  async look(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const due = await this.transactions.run(SYSTEM, (tx) => tx.query<{ user: string }>(TAKE_DUE));
      for (const { user } of due) await this.tell(user).catch((error: unknown) => this.noteFailure(user, error));
      if (due.length < CLAIM) break;
    }
    await this.transactions.run(SYSTEM, (tx) => tx.query(FORGET));
  }

  /** What broke for one holds up nobody else, and is tried again at the next look. */
  private noteFailure(user: string, error: unknown): void {
    this.logger.error(`inbox of ${user}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  /** Whoever may not act any more has no tasks. */
  private async tell(user: string): Promise<void> {
    const principal = await this.users.find(this.transactions.primary, user);
    const { tasks, isWhole } = principal ? await loadAllTasks(this.tasks, principal) : { tasks: [], isWhole: true };
    if (!isWhole) this.logger.warn(`inbox of ${user}: of more than ${tasks.length} tasks the newest are not told`);
    const address = await this.addresses.find(user);
    await this.transactions.run(SYSTEM, async (tx) => {
      await tx.query(TELL, [user, JSON.stringify(tasks.map(toRow)), isWhole]);
      if (principal) {
        const since = new Date((await tx.now()).getTime() - NEWS_DAYS * DAY_MS);
        await tx.query(TELL_NEWS, [user, ...listNewsBodies(principal), since]);
        // Whoever opens an inbox later, or while a file is taken, was not told when that was done.
        await tellOfUntakenRows(tx, user, await findUntakenImports(tx, user, NEWS_DAYS));
      }
      const [mail] = await tx.query<{ goes: boolean }>(TAKE_MAIL, [user]);
      if (address?.confirmedAt && mail?.goes) await queueDelivery(tx, MAIL, user);
    });
  }
}

/**
 * The bodies for which somebody bids; each seat there with since when, where others gave it; those for which somebody prepares
 * purchases, and answers for contracts.
 */
function listNewsBodies(principal: Principal): unknown[] {
  const seats = principal.seats.filter(({ permissions }) => permissions.has('bid.make'));
  return [
    toPermissionScope(principal, 'bid.make').organisations,
    seats.map(({ organisation }) => organisation),
    seats.map(({ outsideSince }) => outsideSince ?? null),
    listPermittedBodies(principal, 'tender.draft'),
    [
      ...new Set(
        ['contract.manage', 'contract.sign'].flatMap((permission) => listPermittedBodies(principal, permission)),
      ),
    ],
  ];
}

const toRow = ({ kind, id, part, lot, action, dueOn }: ToldTask) => ({
  kind,
  id,
  part,
  lot,
  href: action?.href ?? null,
  due: dueOn,
});
