import type { SharedWork, Tx } from '../tx.js';

export const ASKS_ALONE = 'What answers many at once asks for nothing shared';

/** What one of them did, and among which it goes. */
interface Piece {
  changes: number;
  lane: Lane;
}

interface Waiting {
  piece: Piece;
  call: unknown;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}
type AnyWork = SharedWork<unknown, unknown>;
/** Pieces that wait for each other; those of another lane go on meanwhile. */
interface Lane {
  waiting: Map<AnyWork, Waiting[]>;
}

/** So many go in two lanes: one computes while the database answers the other. Fewer are not worth twice the statements. */
const IN_TWO_LANES = 100;

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
 * all of its lane wait, what they ask for is done together. Where one fails all of them do: their statements cannot be told apart.
 */
export class SideBySide {
  private failure: { error: unknown } | undefined;
  /** Which runs now; undefined while none does. */
  current: Piece | undefined;
  /** The piece that runs waits or has ended. */
  private pause = (): void => undefined;
  /** Ends when the lane that runs has come to wait. */
  private turn: Promise<void> = Promise.resolve();
  /** Calls that are being answered. */
  private readonly answering = new Set<Promise<unknown>>();
  /** Ends when a piece needs the connection alone no longer. */
  private alone: Promise<void> | undefined;

  constructor(private readonly tx: Tx) {}

  /** @throws what the first of them that failed did */
  async run(pieces: readonly (() => Promise<void>)[]): Promise<void> {
    const half = pieces.length < IN_TWO_LANES ? pieces.length : Math.ceil(pieces.length / 2);
    await Promise.all([pieces.slice(0, half), pieces.slice(half)].map((some) => this.runLane(some)));
    if (this.failure) throw this.failure.error;
  }

  async share<Call, Answer>(work: SharedWork<Call, Answer>, call: Call): Promise<Answer> {
    if (this.failure) throw this.failure.error;
    const piece = this.current;
    // It would wait for itself, as would one that nobody else may stand in.
    if (!piece || this.alone) throw new Error(ASKS_ALONE);
    return new Promise<Answer>((resolve, reject) => {
      const calls = piece.lane.waiting.get(work as AnyWork) ?? [];
      calls.push({ piece, call, resolve: resolve as Waiting['resolve'], reject });
      piece.lane.waiting.set(work as AnyWork, calls);
      this.pause();
    });
  }

  /** For the piece that runs: what it does until it calls the answer, as in a savepoint, nothing of another stands in. */
  async standAlone(): Promise<() => void> {
    if (this.alone) return () => undefined;
    let end = (): void => undefined;
    this.alone = new Promise((resolve) => (end = resolve));
    await Promise.all(this.answering);
    return () => {
      this.alone = undefined;
      end();
    };
  }

  private async runLane(pieces: readonly (() => Promise<void>)[]): Promise<void> {
    const lane: Lane = { waiting: new Map() };
    await this.takeTurn(async () => {
      for (const piece of pieces) await this.continuePiece({ changes: 0, lane }, () => void this.runPiece(piece));
    });
    while (lane.waiting.size > 0) await this.answerCalls(lane);
  }

  /** One lane at a time. */
  private async takeTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.turn.then(work);
    this.turn = turn;
    await turn;
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
  private async continuePiece(piece: Piece, step: () => void): Promise<void> {
    this.current = piece;
    await new Promise<void>((resolve) => {
      this.pause = resolve;
      step();
    });
    this.current = undefined;
  }

  private async answerCalls(lane: Lane): Promise<void> {
    const waiting = lane.waiting;
    lane.waiting = new Map();
    for (const [work, calls] of waiting) {
      while (this.alone) await this.alone;
      const answered = this.answerTogether(work, calls);
      this.answering.add(answered);
      const answers = await answered;
      this.answering.delete(answered);
      await this.takeTurn(async () => {
        for (const [i, { piece, resolve, reject }] of calls.entries())
          await this.continuePiece(piece, () => (answers ? resolve(answers[i]) : reject(this.failure?.error)));
      });
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
