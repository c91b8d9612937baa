import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../access/principal.js';
import { Transactions } from '../database/transactions.js';
import { ChangeDto } from '../outbox/changes.dto.js';
import { Feed } from '../outbox/feed.js';
import { JobRegistry } from '../queue/jobs/job-registry.js';
import type { Channel, Outcome } from './channel.js';
import { deliver } from './deliver-job.js';
import { ATTEMPTS, END_TARGET, FOLLOW, FORGET, NOTE, REST, TAKE_DUE } from './delivery-statements.js';
import type { DeliveryState } from './delivery.entity.js';

interface Due {
  id: string;
  target_id: string;
  position: string | null;
  attempts: number;
  channel: string;
}

/** Milliseconds after which a run takes up nothing more; what is left is the next run's. */
const RUN_MS = 4_000;
/** Its key was revoked, its account or mailbox ended. */
const ACCOUNT_ENDED = 'account_ended';

/** Brings events to whoever asked to be told: at least once, with the same id each time. */
@Injectable()
export class Deliveries implements OnModuleInit {
  private readonly logger = new Logger('Deliveries');
  private readonly channels = new Map<string, Channel>();

  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly feed: Feed,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(deliver, () => this.sweep());
  }

  addChannel(channel: Channel): void {
    this.channels.set(channel.name, channel);
  }

  async sweep(): Promise<void> {
    while (await this.follow());
    const end = performance.now() + RUN_MS;
    while ((await this.sendSome()) > 0 && performance.now() < end);
    await this.transactions.run(SYSTEM, (tx) => tx.query(FORGET));
  }

  async follow(): Promise<boolean> {
    const [row] = await this.transactions.run(SYSTEM, (tx) => tx.query<{ moved: number }>(FOLLOW));
    return (row?.moved ?? 0) > 0;
  }

  /** Takes up what is due and sends it, outside of any transaction. */
  async sendSome(): Promise<number> {
    const due = await this.takeDue();
    await Promise.all(due.map((each) => this.send(each)));
    return due.length;
  }

  takeDue(): Promise<Due[]> {
    return this.transactions.run(SYSTEM, (tx) => tx.query<Due>(TAKE_DUE));
  }

  private async send(due: Due): Promise<void> {
    const { delivered, status, error, lasting } = await this.attempt(due).catch((error: unknown) =>
      this.noteFailure(error),
    );
    const state: DeliveryState = delivered ? 'delivered' : lasting || due.attempts >= ATTEMPTS ? 'dead' : 'pending';
    await this.transactions.run(SYSTEM, async (tx) => {
      await tx.query(NOTE, [due.id, due.attempts, state, status, error]);
      if (!lasting) await tx.query(REST, [due.target_id, delivered]);
      if (error === ACCOUNT_ENDED) await tx.query(END_TARGET, [due.target_id]);
    });
  }

  private async attempt({ id, target_id, position, attempts, channel }: Due): Promise<Outcome> {
    const receiver = await this.channels.get(channel)?.findReceiver(target_id);
    if (!receiver) return end(ACCOUNT_ENDED);
    const isLast = attempts >= ATTEMPTS;
    if (position === null) return receiver.send({ id, body: null, isLast });
    const row = await this.feed.find(receiver.scope, BigInt(position));
    return row === null ? end('not_to_be_seen') : receiver.send({ id, body: ChangeDto.fromRow(row), isLast });
  }

  /** What broke here is tried again like what broke there, and stops no other delivery. */
  private noteFailure(error: unknown): Outcome {
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { delivered: false, status: null, error: 'failed' };
  }
}

const end = (error: string): Outcome => ({ delivered: false, status: null, error, lasting: true });
