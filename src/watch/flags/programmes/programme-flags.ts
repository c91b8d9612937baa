import { Injectable } from '@nestjs/common';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { INDICATORS } from '../../rules/registry.js';
import type { SubjectType } from '../../runs/assessment-types.js';
import type { Inputs } from '../corrections/correction.rules.js';
import { readCorrections, readJoins } from '../corrections/corrections.queries.js';
import type { Flag } from '../flag.entity.js';
import type { FlagState } from '../flag.lifecycle.js';
import { explainFlag } from '../flag.rules.js';
import { askAnew } from '../keeping/ask-anew.js';
import { writeSteps } from '../keeping/flag-history.js';
import * as KEEPER from '../keeping/flag-keeper-statements.js';
import {
  isAwaited,
  isNews,
  isOpening,
  isSettled,
  listFlagSteps,
  type Step,
  type Turn,
} from '../keeping/flag-steps.rules.js';
import { alignReturns, alignVersions, type FoundAgain } from '../keeping/rule-versions.js';
import { readExamples, readSums } from '../keeping/flag-words.js';
import * as SQL from './programme-flag-statements.js';
import { isToldOnce, TOLD_ONCE, type Reach, type ToldOnce } from './told-once.rules.js';

type NamedFlag = Pick<StoredRow<Flag>, 'id' | 'indicator' | 'root_type' | 'root_id' | 'state' | 'dataset' | 'region'>;
/** A programme, and a rule that may be told once of it; `reach` null: it is not. */
interface Whole {
  rule: ToldOnce;
  programme: string;
  reach: Reach | null;
}
/** A part of the flag of a programme. */
interface Part extends NamedFlag {
  part: number;
  /** A body was asked about it. */
  asked: boolean;
  takes_in: boolean;
}
/** A flag of one purchase or line, and the part that stands for it. */
interface Single {
  id: string;
  whole: string | null;
  state: FlagState;
  /** The part that it stood in and that is still its own; null where none is. */
  stands: string | null;
}
interface TurnRow {
  type: SubjectType;
  id: string;
  was_active: boolean;
  was_hash: string | null;
  held: boolean;
  hash: string | null;
  was_version: number | null;
  version: number | null;
  inputs: Inputs | null;
  newcomers: string[];
}

/**
 * What a rule finds of nearly every purchase of a programme is told once: one flag of the programme lists them all and stands
 * for theirs, which keep their history and come back when the share falls. As any flag it covers what bodies were asked about;
 * what is found later is its next part. A function of the answers that are stored: in whatever order they came, the flags are
 * the same. The caller holds the lock of the programme.
 */
@Injectable()
export class ProgrammeFlags {
  async keep(tx: Tx, programmes: readonly string[]): Promise<void> {
    if (programmes.length === 0) return;
    const wholes: Whole[] = [];
    for (const rule of TOLD_ONCE)
      for (const programme of programmes) {
        const [reach] = await tx.query<Reach>(SQL.READ_REACH, [rule, programme]);
        wholes.push({ rule, programme, reach: reach !== undefined && isToldOnce(reach) ? reach : null });
      }
    const locked = await tx.query<{ id: string }>(SQL.LOCK_FLAGS, [
      wholes.map(({ rule }) => rule),
      wholes.map(({ programme }) => programme),
      wholes.map(({ reach }) => reach !== null),
    ]);
    const ids = locked.map(({ id }) => id);
    for (const whole of wholes) {
      await this.keepParts(tx, whole, ids);
      const { rule, programme, reach } = whole;
      await tx.query(SQL.WRITE_REACH, [rule, programme, reach?.hit ?? null, reach?.of ?? null]);
    }
  }

  /**
   * Whether it is told once decides what is taken in, and gives back what nobody was asked about. What a part was asked about or
   * decided with stays in it while it triggers, also where it does so again on the same facts; and what a person decided of a
   * single one is decided.
   */
  private async keepParts(tx: Tx, { rule, programme, reach }: Whole, locked: readonly string[]): Promise<void> {
    const [now, told] = [await tx.now(), reach !== null];
    const parts = await tx.query<Part>(SQL.READ_PROGRAMME_FLAGS, [rule, programme]);
    if (parts.length === 0 && !told) return;
    await alignReturns(tx, rule, await tx.query<FoundAgain>(SQL.READ_PROGRAMME_RETURNS, [rule, programme, locked]));
    const singles = await tx.query<Single>(SQL.READ_SINGLES, [rule, programme, locked, told]);
    const known = new Set(parts.map(({ id }) => id));
    const open = new Set(parts.filter(({ takes_in: isOpen }) => isOpen).map(({ id }) => id));
    const free = singles.filter((single) => isFree(single, known) || isReturning(single, open));
    const fresh = free.filter(({ stands }) => told && stands === null).map(({ id }) => id);
    const last = parts.at(-1);
    let head = last?.takes_in === true ? last : undefined;
    if (fresh.length > 0 && head === undefined) {
      const given = [fresh[0], programme, now, (last?.part ?? 0) + 1];
      [head] = await tx.query<Part>(SQL.OPEN_PROGRAMME_FLAG, given);
      if (head !== undefined) parts.push(head);
    }
    for (const part of parts) {
      const own = singles.filter(
        (single) => single.whole === part.id && !isReturning(single, open) && (told || !part.takes_in),
      );
      const back = free.filter(({ stands }) => stands === part.id);
      const ids = [...own, ...back].map(({ id }) => id);
      await this.keepPart(tx, part, !known.has(part.id), part === head ? [...ids, ...fresh] : ids, now);
    }
  }

  /** Where its subjects lead a part: as any flag. */
  private async keepPart(tx: Tx, flag: Part, isOpened: boolean, singles: readonly string[], now: Date): Promise<void> {
    const turns = await this.readTurns(tx, flag, singles);
    const copied = await tx.query(SQL.COPY_SUBJECTS, [flag.id, singles, now]);
    const settled = turns.filter(isSettled);
    if (settled.length > 0)
      await tx.query(KEEPER.SETTLE_SUBJECTS, [
        settled.map(() => flag.id),
        settled.map(({ type }) => type),
        settled.map(({ id }) => id),
      ]);
    const sum = (await readSums(tx, [flag.id])).get(flag.id);
    const led = listFlagSteps(flag, isOpened, turns, sum?.active ?? 0);
    const steps: Step<NamedFlag>[] = await askAnew(tx, [flag], led, turns, now);
    const example = (await readExamples(tx, [flag.id])).get(flag.id);
    const last = steps.at(-1);
    const row = {
      ...example,
      id: flag.id,
      state: last?.to ?? flag.state,
      explanation: example && explainFlag(sum?.others ?? 0, example.explanation),
      history: sum?.history,
      speaks: example !== undefined,
      opened: last !== undefined && isOpening(last),
      undecided: steps.some((step) => isOpening(step) && step.from !== null),
      withdrawn: steps.length > 1,
      counts: !isOpened && (steps.length > 0 || turns.some(isNews)),
    };
    // A new version of the rule may say the same facts in other words.
    if (isOpened || turns.length > 0 || copied.length > 0)
      await tx.query(KEEPER.WRITE_FLAGS, [JSON.stringify([row]), now]);
    const moved = await tx.query<NamedFlag & { taken: boolean }>(SQL.MOVE_PARTS, [flag.id, singles]);
    const findRegion = ({ id }: NamedFlag) => (id === flag.id ? example?.region : undefined);
    await writeSteps<NamedFlag>(tx, [...steps, ...moved.map((part) => toMove(part, flag))], findRegion, now);
  }

  private async readTurns(tx: Tx, flag: Part, singles: readonly string[]): Promise<Turn[]> {
    const found = await tx.query<TurnRow>(SQL.READ_PROGRAMME_TURNS, [flag.id, singles]);
    const rows = await alignVersions(
      tx,
      found.map((row) => ({ turn: { ...row, flag: flag.id }, rule: flag.indicator, inputs: row.inputs })),
    );
    const { uses = [], derived = [] } = INDICATORS.find(({ id }) => id === flag.indicator) ?? {};
    const grounds = uses.filter((field) => !derived.includes(field));
    const left = rows.filter(
      (row) => row.was_active && !(row.version !== row.was_version && row.hash === row.was_hash),
    );
    const correctionOf = await readCorrections(
      tx,
      left.map(({ type, id, inputs }) => ({ flag: flag.id, type, id, uses: grounds, now: inputs })),
    );
    const joinOf = await readJoins(tx, rows);
    return rows.map(({ inputs: _, ...row }) => ({
      ...row,
      flag: flag.id,
      state: row.hash === null ? null : 'triggered',
      waits: false,
      was_unjudged: false,
      correction: row.was_active ? correctionOf(flag.id, row.id) : undefined,
      joined: joinOf(flag.id, row.id),
      awaits: isAwaited(flag),
      timed: false,
    }));
  }
}

/** A flag of a single purchase or line that no part stands for, and that no person decided. */
const isFree = ({ whole, state }: Single, parts: ReadonlySet<string>): boolean =>
  (whole === null || !parts.has(whole)) && (state === 'open' || state === 'in_review');

/** It stands in a part about which nobody was asked, and another one was asked about or decided on its very facts. */
const isReturning = ({ whole, stands }: Single, open: ReadonlySet<string>): boolean =>
  whole !== null && stands !== null && open.has(whole) && !open.has(stands);

const toMove = ({ taken, ...part }: NamedFlag & { taken: boolean }, of: NamedFlag): Step<NamedFlag> => ({
  flag: part,
  action: taken ? 'taken_over' : 'given_back',
  from: part.state,
  to: part.state,
  data: { flag: of.id },
});
