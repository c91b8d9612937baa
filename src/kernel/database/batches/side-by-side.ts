import type { Tx } from '../tx.js';

/** Answers many calls at once, in their order; each waits until none of the others can go on either. */
export type SharedWork<Call, Answer> = (tx: Tx, calls: readonly Call[]) => Promise<readonly Answer[]>;

/** What one of them did. */
interface Piece {
  changes: number;
}
interface Waiting {
  piece: Piece | undefined;
  call: unknown;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}
type AnyWork = SharedWork<unknown, unknown>;

/**
 * A use case that is asked for one row and answers many by the same statements: alone it runs at once, and of rows that are taken
 * side by side (`BatchTx.runSideBySide`) all that have come so far run together.
 */
export const shareCalls =
  <Call, Answer>(work: SharedWork<Call, Answer>): ((tx: Tx, call: Call) => Promise<Answer>) =>
  (tx, call) =>
    tx.share(work, call);

/**
 * Pieces of work that do not depend on each other, on one connection. One runs at a time, until it asks for something shared; when
 * all of them wait, what they ask for is done together. Where one fails all of them do: their statements cannot be told apart.
 */
export class SideBySide {
  private waiting = new Map<AnyWork, Waiting[]>();
  private failure: { error: unknown } | undefined;
  /** Which runs now; undefined while calls are answered. */
  current: Piece | undefined;
  /** The piece that runs waits or has ended. */
  private pause = (): void => undefined;

  constructor(private readonly tx: Tx) {}

  /** @throws what the first of them that failed did */
  async run(pieces: readonly (() => Promise<void>)[]): Promise<void> {
    for (const piece of pieces) await this.continuePiece({ changes: 0 }, () => void this.runPiece(piece));
    while (this.waiting.size > 0) await this.answerCalls();
    if (this.failure) throw this.failure.error;
  }

  async share<Call, Answer>(work: SharedWork<Call, Answer>, call: Call): Promise<Answer> {
    if (this.failure) throw this.failure.error;
    // It would wait for itself.
    if (!this.current) throw new Error('What answers many at once asks for nothing shared');
    return new Promise<Answer>((resolve, reject) => {
      const calls = this.waiting.get(work as AnyWork) ?? [];
      calls.push({ piece: this.current, call, resolve: resolve as Waiting['resolve'], reject });
      this.waiting.set(work as AnyWork, calls);
      this.pause();
    });
  }

  private async runPiece(piece: () => Promise<void>): Promise<void> {
    try {
      await piece();
    } catch (error) {
      this.failure ??= { error };
    }
    this.pause();
  }

  /** Lets a piece run until it waits again or has ended. */
  private async continuePiece(piece: Piece | undefined, step: () => void): Promise<void> {
    this.current = piece;
    await new Promise<void>((resolve) => {
      this.pause = resolve;
      step();
    });
    this.current = undefined;
  }

  private async answerCalls(): Promise<void> {
    const waiting = this.waiting;
    this.waiting = new Map();
    for (const [work, calls] of waiting) {
      const answers = await this.answerTogether(work, calls);
      for (const [i, { piece, resolve, reject }] of calls.entries())
        await this.continuePiece(piece, () => (answers ? resolve(answers[i]) : reject(this.failure?.error)));
    }
  }

  /** Undefined where something failed, this or another. */
  private async answerTogether(work: AnyWork, calls: readonly Waiting[]): Promise<readonly unknown[] | undefined> {
    if (this.failure) return undefined;
    try {
      return await work(
        this.tx,
        calls.map(({ call }) => call),
      );
    } catch (error) {
      this.failure = { error };
      return undefined;
    }
  }
}
