import { Injectable } from '@nestjs/common';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { INDICATORS } from '../../rules/registry.js';
import type { SubjectType } from '../../runs/assessment-types.js';
import type { Inputs } from '../corrections/correction.rules.js';
import { readCorrections } from '../corrections/corrections.queries.js';
import type { Flag } from '../flag.entity.js';
import type { FlagState } from '../flag.lifecycle.js';
import { explainFlag } from '../flag.rules.js';
import { askAgain, clearAppeals } from '../hearing/asking.js';
import { writeSteps } from '../keeping/flag-history.js';
import * as KEEPER from '../keeping/flag-keeper-statements.js';
import {
  isNews,
  isOpening,
  listFlagSteps,
  listUnheardTurns,
  type Step,
  type Turn,
} from '../keeping/flag-steps.rules.js';
import { holdCorrectedSubjects, readExamples, readSums, releaseFindings } from '../keeping/flag-words.js';
import * as SQL from './programme-flag-statements.js';
import { isToldOnce, TOLD_ONCE, type Reach, type ToldOnce } from './told-once.rules.js';

type NamedFlag = Pick<StoredRow<Flag>, 'id' | 'indicator' | 'root_type' | 'root_id' | 'state' | 'dataset' | 'region'>;
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
}
interface TurnRow {
  type: SubjectType;
  id: string;
  was_active: boolean;
  was_hash: string | null;
  held: boolean;
  hash: string | null;
  inputs: Inputs | null;
  bodies: string[] | null;
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
    for (const programme of programmes) for (const rule of TOLD_ONCE) await this.keepOne(tx, rule, programme);
  }

  private async keepOne(tx: Tx, rule: ToldOnce, programme: string): Promise<void> {
    const [reach] = await tx.query<Reach>(SQL.READ_REACH, [rule, programme]);
    const told = reach !== undefined && isToldOnce(reach);
    await this.keepParts(tx, rule, programme, told);
    await tx.query(SQL.WRITE_REACH, [rule, programme, told ? reach.hit : null, told ? reach.of : null]);
  }

  /**
   * Whether it is told once decides what is taken in, and gives back what nobody was asked about. What a part was asked about or
   * decided with stays in it while it triggers; and what a person decided of a single one is decided.
   */
  private async keepParts(tx: Tx, rule: ToldOnce, programme: string, told: boolean): Promise<void> {
    const now = await tx.now();
    const locked = await tx.query<{ id: string }>(SQL.LOCK_PROGRAMME_FLAGS, [rule, programme]);
    if (locked.length === 0 && !told) return;
    const parts = await tx.query<Part>(SQL.READ_PROGRAMME_FLAGS, [rule, programme]);
    const singles = await tx.query<Single>(SQL.READ_SINGLES, [rule, programme]);
    const known = new Set(parts.map(({ id }) => id));
    const fresh = singles.filter((single) => told && isFree(single, known)).map(({ id }) => id);
    const last = parts.at(-1);
    let head = last?.takes_in === true ? last : undefined;
    if (fresh.length > 0 && head === undefined) {
      const given = [fresh[0], programme, now, (last?.part ?? 0) + 1];
      [head] = await tx.query<Part>(SQL.OPEN_PROGRAMME_FLAG, given);
      if (head !== undefined) parts.push(head);
    }
    for (const part of parts) {
      const own = singles.filter(({ whole }) => whole === part.id && (told || !part.takes_in)).map(({ id }) => id);
      await this.keepPart(tx, part, !known.has(part.id), part === head ? [...own, ...fresh] : own, now);
    }
  }

  /** Where its subjects lead a part: as any flag. */
  private async keepPart(tx: Tx, flag: Part, isOpened: boolean, singles: readonly string[], now: Date): Promise<void> {
    const turns = await this.readTurns(tx, flag, singles);
    await tx.query(SQL.COPY_SUBJECTS, [flag.id, singles, now]);
    await tx.query(SQL.SETTLE_COPIES, [flag.id, singles]);
    const sum = (await readSums(tx, [flag.id])).get(flag.id);
    const steps = await this.askAnew(tx, flag, listFlagSteps(flag, isOpened, turns, sum?.active ?? 0), turns, now);
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
    if (isOpened || turns.length > 0) await tx.query(KEEPER.WRITE_FLAGS, [JSON.stringify([row]), now]);
    const moved = await tx.query<NamedFlag & { taken: boolean }>(SQL.MOVE_PARTS, [flag.id, singles]);
    const findRegion = ({ id }: NamedFlag) => (id === flag.id ? example?.region : undefined);
    await writeSteps<NamedFlag>(tx, [...steps, ...moved.map((part) => toMove(part, flag))], findRegion, now);
  }

  private async readTurns(tx: Tx, flag: Part, singles: readonly string[]): Promise<Turn[]> {
    const rows = await tx.query<TurnRow>(SQL.READ_PROGRAMME_TURNS, [flag.id, singles]);
    const { uses = [], derived = [] } = INDICATORS.find(({ id }) => id === flag.indicator) ?? {};
    const grounds = uses.filter((field) => !derived.includes(field));
    const left = rows.filter((row) => row.was_active);
    const correctionOf = await readCorrections(
      tx,
      left.map(({ type, id, inputs }) => ({ flag: flag.id, type, id, uses: grounds, now: inputs })),
    );
    return rows.map(({ inputs: _, ...row }) => ({
      ...row,
      flag: flag.id,
      state: row.hash === null ? null : 'triggered',
      waits: false,
      was_unjudged: false,
      correction: row.was_active ? correctionOf(flag.id, row.id) : undefined,
    }));
  }

  /** Bodies whose subjects say something else than they were asked about are asked anew, as of any flag. */
  private async askAnew(
    tx: Tx,
    flag: Part,
    steps: readonly Step<NamedFlag>[],
    turns: readonly Turn[],
    now: Date,
  ): Promise<Step<NamedFlag>[]> {
    const opensAgain = steps.some((step) => isOpening(step) && step.from !== null);
    const unheard = listUnheardTurns(turns, opensAgain);
    if (opensAgain) await clearAppeals(tx, [flag.id]);
    if (opensAgain && !flag.asked) await releaseFindings(tx, [flag.id]);
    if (!flag.asked || unheard.length === 0 || steps.length === 0) return [...steps];
    await holdCorrectedSubjects(tx, unheard);
    const bodies = unheard.flatMap((turn) => turn.bodies ?? []);
    const asked = await askAgain(tx, flag.id, bodies, now);
    return steps.map((step) => (asked.length === 0 ? step : { ...step, data: { ...step.data, asked } }));
  }
}

/** A flag of a single purchase or line that no part stands for, and that no person decided. */
const isFree = ({ whole, state }: Single, parts: ReadonlySet<string>): boolean =>
  (whole === null || !parts.has(whole)) && (state === 'open' || state === 'in_review');

const toMove = ({ taken, ...part }: NamedFlag & { taken: boolean }, of: NamedFlag): Step<NamedFlag> => ({
  flag: part,
  action: taken ? 'taken_over' : 'given_back',
  from: part.state,
  to: part.state,
  data: { flag: of.id },
});
