import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { SYSTEM } from '../access/principal.js';
import { Transactions, type Tx } from '../database/transactions.js';
import { ChangeDto } from '../outbox/changes.dto.js';
import { Feed } from '../outbox/feed.js';
import { JobRegistry } from '../queue/jobs/job-registry.js';
import type { Channel, Outcome } from './channel.js';
import { deliver } from './deliver-job.js';
import {
  AT_ONCE,
  ATTEMPTS,
  END_TARGET,
  FOLLOW,
  FORGET,
  FORGET_AHEAD,
  LOCK_TARGET,
  NOTE,
  REST,
  TAKE_DUE,
} from './delivery-statements.js';
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
/** Between two looks for what a clock that ran ahead has put off. */
const LOOK_AHEAD_MS = 600_000;
/** Its key was revoked, its account or mailbox ended. */
const ACCOUNT_ENDED = 'account_ended';

/**
 * Brings events to whoever asked to be told: at least once, with the same id each time. A process has a number of slots; one that
 * becomes free is filled at once with what is due, and no run waits for what is slow.
 */
@Injectable()
export class Deliveries implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Deliveries');
  private readonly channels = new Map<string, Channel>();
  /** What this process sends at the moment, by its target. */
  private readonly underWay = new Map<Promise<void>, string>();
  /** Runs may overlap: one after the other counts the free slots and fills them. */
  private turn: Promise<unknown> = Promise.resolve();
  private isEnding = false;
  private lookedAhead = -Infinity;

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
    if (performance.now() - this.lookedAhead > LOOK_AHEAD_MS) {
      await this.transactions.run(SYSTEM, (tx) => tx.query(FORGET_AHEAD));
      this.lookedAhead = performance.now();
    }
    while (await this.follow());
    const end = performance.now() + RUN_MS;
    while (performance.now() < end) if ((await this.sendSome()) === 0 && !(await this.waitForSlot(end))) break;
    await this.transactions.run(SYSTEM, (tx) => tx.query(FORGET));
  }

  /** What is under way ends; nothing more is taken up. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    await this.turn;
    await this.finish();
  }

  /** Waits for all that is under way. */
  async finish(): Promise<void> {
    await Promise.all(this.underWay.keys());
  }

  async follow(): Promise<boolean> {
    const [row] = await this.transactions.run(SYSTEM, (tx) => tx.query<{ moved: number }>(FOLLOW));
    return (row?.moved ?? 0) > 0;
  }

  /** Takes up what is due, as much as there are free slots, and begins to send it, outside of any transaction. */
  sendSome(): Promise<number> {
    const begun = this.turn.then(() => this.beginSome());
    this.turn = begun.catch(() => undefined);
    return begun;
  }

  private async beginSome(): Promise<number> {
    if (this.isEnding) return 0;
    const due = await this.takeDue();
    for (const each of due) {
      const sent = this.send(each).catch((error: unknown) => void this.noteFailure(error));
      this.underWay.set(sent, each.target_id);
      void sent.then(() => this.underWay.delete(sent));
    }
    return due.length;
  }

  takeDue(): Promise<Due[]> {
    const sent = new Map<string, number>();
    for (const target of this.underWay.values()) sent.set(target, (sent.get(target) ?? 0) + 1);
    const free = AT_ONCE - this.underWay.size;
    const taken = [[...sent.keys()], [...sent.values()], free, [...this.channels.keys()]];
    return this.transactions.run(SYSTEM, (tx) => tx.query<Due>(TAKE_DUE, taken));
  }

  /** Until something that is under way has ended, or the run has. False where nothing is. */
  private async waitForSlot(end: number): Promise<boolean> {
    if (this.underWay.size === 0) return false;
    const over = new AbortController();
    const late = pause(Math.max(0, end - performance.now()), undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([...this.underWay.keys(), late]);
    over.abort();
    return true;
  }

  private async send(due: Due): Promise<void> {
    const outcome = await this.attempt(due).catch((error: unknown) => this.noteFailure(error));
    await this.transactions.run(SYSTEM, async (tx) => {
      const { delivered, status, error, lasting } = await this.endTarget(tx, due, outcome);
      const state: DeliveryState = delivered ? 'delivered' : lasting || due.attempts >= ATTEMPTS ? 'dead' : 'pending';
      await tx.query(NOTE, [due.id, due.attempts, state, status, error]);
      if (!lasting) await tx.query(REST, [due.target_id, delivered]);
    });
  }

  /** Ends a target whose account has ended. It is asked of again under its lock: what somebody took over meanwhile goes on. */
  private async endTarget(tx: Tx, { target_id, channel }: Due, outcome: Outcome): Promise<Outcome> {
    if (outcome.error !== ACCOUNT_ENDED) return outcome;
    await tx.query(LOCK_TARGET, [target_id]);
    if (await this.channels.get(channel)?.findReceiver(target_id)) return { ...outcome, lasting: false };
    await tx.query(END_TARGET, [target_id]);
    return outcome;
  }

  private async attempt({ id, target_id, position, attempts, channel }: Due): Promise<Outcome> {
    const known = this.channels.get(channel);
    if (!known) throw new Error(`No channel ${channel}, and yet a delivery of it was taken up`);
    const receiver = await known.findReceiver(target_id);
    if (!receiver) return end(ACCOUNT_ENDED);
    const isLast = attempts >= ATTEMPTS;
    if (position === null) return receiver.send({ id, body: null, isLast });
    const row = await this.feed.find(receiver.scope, BigInt(position));
    if (row !== null) return receiver.send({ id, body: ChangeDto.fromRow(row), isLast });
    const { moved } = await this.feed.readExtent();
    return end(BigInt(position) <= moved ? 'feed_moved' : 'not_to_be_seen');
  }

  /** What broke here is tried again like what broke there, and stops no other delivery. */
  private noteFailure(error: unknown): Outcome {
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { delivered: false, status: null, error: 'failed' };
  }
}

const end = (error: string): Outcome => ({ delivered: false, status: null, error, lasting: true });
