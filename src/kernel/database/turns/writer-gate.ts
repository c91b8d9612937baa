import { Problem } from '../../errors/problem.js';
import type { Turn } from '../../observability/surroundings.js';

export interface GateLimits {
  /** Transactions at once: fewer than there are connections, so that what only reads always finds one. */
  all: number;
  /** Of them, transactions about one object: who queues for a busy contract holds up nobody else. */
  ofOne: number;
  /** How long a request waits for its turn, in milliseconds. */
  waitMs: number;
  /** How long it then waits for a row that another session holds, in milliseconds. */
  lockWaitMs: number;
}

interface Waiter {
  root: string | null;
  admit: () => void;
}

/** Requests in line: more are told at once that they come too thick. */
const MOST_WAITING = 2_000;
/** Of them about one object, so that a busy one leaves places in line to others. */
const MOST_FOR_ONE = MOST_WAITING / 4;
/** What no caller waits for. */
const JOB_WAIT_MS = 60_000;
const RETRY_SECONDS = 1;

/** Connections that transactions leave free, for reads and for whoever asks how the process is. */
const FREE_SHARE = 4;

/** Of so many connections. */
export const computeGateLimits = (
  connections: number,
  { turnWaitMs, lockWaitMs }: { turnWaitMs: number; lockWaitMs: number },
): GateLimits => {
  const all = Math.max(1, connections - Math.max(1, Math.floor(connections / FREE_SHARE)));
  return { all, ofOne: Math.max(1, Math.floor(all / 3)), waitMs: turnWaitMs, lockWaitMs };
};

/** Lets transactions in, in the order in which they came, but none past the share of the object that it is about. */
export class WriterGate {
  private readonly heldOf = new Map<string, number>();
  private held = 0;
  private readonly line = new Set<Waiter>();

  constructor(readonly limits: GateLimits) {}

  /** How many wait. */
  get waiting(): number {
    return this.line.size;
  }

  /**
   * Answers what ends the turn. Somebody who is no request waits longer.
   * @throws Problem `busy`
   */
  async enter(turn: Turn | undefined): Promise<() => void> {
    const root = turn?.root ?? null;
    if (this.isFree(root)) this.take(root);
    else await this.wait(root, turn === undefined ? JOB_WAIT_MS : this.limits.waitMs);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.give(root);
    };
  }

  private isFree(root: string | null): boolean {
    return this.held < this.limits.all && (root === null || (this.heldOf.get(root) ?? 0) < this.limits.ofOne);
  }

  private take(root: string | null): void {
    this.held++;
    if (root !== null) this.heldOf.set(root, (this.heldOf.get(root) ?? 0) + 1);
  }

  private give(root: string | null): void {
    this.held--;
    if (root !== null) {
      const left = (this.heldOf.get(root) ?? 1) - 1;
      if (left === 0) this.heldOf.delete(root);
      else this.heldOf.set(root, left);
    }
    for (const waiter of this.line) {
      if (this.held >= this.limits.all) return;
      if (!this.isFree(waiter.root)) continue;
      this.line.delete(waiter);
      this.take(waiter.root);
      waiter.admit();
    }
  }

  private countWaiting(root: string): number {
    let waiting = 0;
    for (const waiter of this.line) if (waiter.root === root) waiting++;
    return waiting;
  }

  private wait(root: string | null, ms: number): Promise<void> {
    const ahead = root === null ? 0 : this.countWaiting(root);
    if (this.line.size >= MOST_WAITING || ahead >= MOST_FOR_ONE) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        root,
        admit: () => {
          clearTimeout(late);
          resolve();
        },
      };
      const late = setTimeout(() => {
        this.line.delete(waiter);
        reject(busy());
      }, ms);
      this.line.add(waiter);
    });
  }
}

const busy = (): Problem => new Problem('busy', { retryAfterSeconds: RETRY_SECONDS });
