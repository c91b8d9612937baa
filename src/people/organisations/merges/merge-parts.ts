import type { Tx } from '../../../kernel/database/transactions.js';
import type { MergeMove, MovedRoots } from './merge-move.js';
import type { MergeUse } from './merge-uses.js';

/** What one room knows of the records that its rows name. */
interface MergePart {
  /** Columns of the room that name a body, `table.column`, each of which one of the others looks at. */
  fields: readonly string[];
  /** What a record is named by that cannot go over to another one. */
  findUses?: (tx: Tx, record: string) => Promise<MergeUse[]>;
  /** Purchases in which both take parts that one body cannot take; each body with all the records that went into it. */
  findMeetings?: (tx: Tx, one: readonly string[], other: readonly string[]) => Promise<string[]>;
  /** Contracts and purchases that go on here and rest on what a merge has moved: an undoing would take them from whoever acts in them. */
  findDependents?: (tx: Tx, merge: string) => Promise<string[]>;
  /** Roots of the room that go over at once. */
  roots?: readonly MovedRoots[];
  /** Moves the rest, in the transaction that the merge comes into force in, or is undone in. */
  move?: (move: MergeMove) => Promise<void>;
}

/** The use of a record for which somebody has an account. */
const SEATS = 'seats';

/** The parts of all rooms, each contributed once, when the module of the room is loaded. */
class MergeParts {
  private readonly parts: MergePart[] = [];

  contribute(part: MergePart): void {
    this.parts.push(part);
  }

  /** Every column that a room has looked at. */
  get fields(): string[] {
    return this.parts.flatMap(({ fields }) => fields);
  }

  /** Of a record for which people act no more is said: whether it bids or asked for documents, nobody knows before an opening. */
  async findUses(tx: Tx, record: string): Promise<MergeUse[]> {
    const found: MergeUse[] = [];
    for (const { findUses } of this.parts) if (findUses) found.push(...(await findUses(tx, record)));
    return found.includes(SEATS) ? [SEATS] : found;
  }

  async findMeetings(tx: Tx, one: readonly string[], other: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const { findMeetings } of this.parts) if (findMeetings) found.push(...(await findMeetings(tx, one, other)));
    return found;
  }

  async findDependents(tx: Tx, merge: string): Promise<string[]> {
    const found: string[] = [];
    for (const { findDependents } of this.parts) if (findDependents) found.push(...(await findDependents(tx, merge)));
    return found;
  }

  /** Roots that a merge moves. */
  get roots(): MovedRoots[] {
    return this.parts.flatMap(({ roots = [] }) => roots);
  }

  async move(move: MergeMove): Promise<void> {
    for (const roots of this.roots) await move.moveRoots(roots);
    for (const part of this.parts) await part.move?.(move);
  }
}

export const mergeParts = new MergeParts();
