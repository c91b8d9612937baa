import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Assessed, ChangedAssessment } from '../../runs/assessment-store.js';
import { findIndicator, INDICATORS } from '../../rules/registry.js';
import { readCorrections, readJoins } from '../corrections/corrections.queries.js';
import type { Flag } from '../flag.entity.js';
import { explainFlag } from '../flag.rules.js';
import { askAnew } from './ask-anew.js';
import { listNamedBodies } from '../hearing/named-bodies.js';
import { addExplanations } from './flag-explanations.js';
import { writeSteps } from './flag-history.js';
import * as SQL from './flag-keeper-statements.js';
import {
  isAwaited,
  isFoundOtherwise,
  isNewlyUnjudged,
  isNews,
  isOfSameFacts,
  isOpening,
  isSettled,
  isStillUnjudged,
  listFlagSteps,
  type Step,
  type Turn,
  type TurnRow,
} from './flag-steps.rules.js';
import { alignVersions, findReturns } from './rule-versions.js';
import { readExamples, readSums, type Example, type Sum } from './flag-words.js';

type LockedFlag = Pick<
  StoredRow<Flag>,
  'id' | 'indicator' | 'root_type' | 'root_id' | 'state' | 'dataset' | 'region' | 'decided_by'
> & {
  /** A body was asked about it. */
  asked: boolean;
};
type FlagStep = Step<LockedFlag>;

/** A flag that is closed to a finding while it is looked for is looked for again. */
const MOST_ROUNDS = 10;

/**
 * Keeps the cases in step with what the rules say: opened by the first subject that triggers, kept while any does, closed
 * when facts were corrected or put right. All of it by a fixed number of statements, in the transaction of the answers.
 */
@Injectable()
export class FlagKeeper {
  async keep(tx: Tx, changed: readonly ChangedAssessment[], assessed: readonly Assessed[]): Promise<void> {
    const relevant = changed.filter((c) => c.state === 'triggered' || c.before_state !== null);
    if (relevant.length === 0) return;
    const ids = relevant.map((c) => c.id);
    const keys = [
      relevant.map((c) => c.indicator),
      relevant.map((c) => c.subject_type),
      relevant.map((c) => c.subject_id),
    ];
    const now = await tx.now();
    const given = new Map(assessed.map((a) => [`${a.assessment.indicator} ${a.frame.subject.id}`, a]));
    const returns = await findReturns(tx, ids, (indicator, id) => given.get(`${indicator} ${id}`)?.inputs);
    const { flags, opened, rows } = await this.lockFlags(tx, ids, keys, returns, now);
    if (flags.length === 0) return;
    const turns = await this.findTurnCorrections(tx, flags, assessed, rows);
    await this.writeSubjects(tx, flags, turns, assessed, now);
    const flagIds = flags.map((f) => f.id);
    const sums = await readSums(tx, flagIds);
    const steps = flags.flatMap((flag) =>
      listFlagSteps(
        flag,
        opened.has(flag.id),
        turns.filter((turn) => turn.flag === flag.id),
        sums.get(flag.id)?.active ?? 0,
      ),
    );
    const heard = await askAnew(tx, flags, steps, turns, now);
    const examples = await readExamples(tx, flagIds);
    await this.writeFlags(tx, flags, heard, turns, sums, examples, now);
    const written = await writeSteps(tx, heard, ({ id }) => examples.get(id)?.region, now);
    const started = written.filter(isOpening);
    if (started.length > 0) await tx.query(SQL.WRITE_FIRST_EXPLANATIONS, [JSON.stringify(started), now]);
    await addExplanations(tx, flags, heard, turns, now);
  }

  /** Opens what is found in no flag, and locks the flags that it changes; again where one was closed to it in between. */
  private async lockFlags(
    tx: Tx,
    ids: readonly string[],
    keys: readonly unknown[],
    returns: readonly unknown[],
    now: Date,
  ): Promise<{ flags: LockedFlag[]; opened: ReadonlySet<string>; rows: TurnRow[] }> {
    const opened = new Set<string>();
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      for (const { id } of await tx.query<{ id: string }>(SQL.OPEN_FLAGS, [ids, now, ...returns])) opened.add(id);
      const found = await tx.query<{ id: string }>(SQL.LOCK_FLAGS, [ids, ...keys]);
      if (found.length === 0) return { flags: [], opened, rows: [] };
      const locked = await tx.query<LockedFlag>(SQL.READ_FLAGS, [found.map(({ id }) => id)]);
      const rows = await tx.query<TurnRow>(SQL.READ_TURNS, [locked.map((f) => f.id), ...keys, ...returns]);
      const turned = new Set(rows.map(({ flag }) => flag));
      if (rows.every((row) => (row.flag as string | null) !== null))
        return { flags: locked.filter(({ id }) => turned.has(id)), opened, rows };
    }
    throw new Error('a finding has no flag');
  }

  private async findTurnCorrections(
    tx: Tx,
    flags: readonly LockedFlag[],
    assessed: readonly Assessed[],
    found: readonly TurnRow[],
  ): Promise<Turn[]> {
    const indicator = new Map(flags.map((f) => [f.id, f.indicator]));
    const given = new Map(assessed.map((a) => [`${a.assessment.indicator} ${a.frame.subject.id}`, a]));
    const rows = await alignVersions(
      tx,
      found.map((turn) => {
        const rule = indicator.get(turn.flag) ?? '';
        return { turn, rule, inputs: given.get(`${rule} ${turn.id}`)?.inputs ?? null };
      }),
    );
    const discussed = new Set(flags.filter(wasDiscussed).map(({ id }) => id));
    const moved = rows
      .filter(
        (row) =>
          row.was_active === true &&
          // Nothing is said of it until the next run.
          !row.waits &&
          !isStillUnjudged(row) &&
          !isOfSameFacts(row) &&
          (row.state !== 'triggered' || (row.hash !== row.was_hash && discussed.has(row.flag))),
      )
      .map(({ flag, type, id }) => {
        const rule = indicator.get(flag);
        const inputs = given.get(`${rule} ${id}`)?.inputs;
        const { uses = [], derived = [] } = INDICATORS.find((each) => each.id === rule) ?? {};
        const grounds = uses.filter((field) => !derived.includes(field));
        return { flag, type, id, uses: grounds, now: inputs === undefined ? null : { ...inputs } };
      });
    const correctionOf = await readCorrections(tx, moved);
    const joinOf = await readJoins(
      tx,
      rows.map(({ flag, type, id, newcomers }) => {
        const found = given.get(`${indicator.get(flag)} ${id}`);
        const named = found === undefined ? undefined : listNamedBodies(found)?.named;
        return { flag, type, id, newcomers: newcomers.filter((body) => named?.includes(body) ?? true) };
      }),
    );
    const awaited = new Set(flags.filter(isAwaited).map(({ id }) => id));
    return rows.map((row) => ({
      ...row,
      correction: correctionOf(row.flag, row.id),
      joined: joinOf(row.flag, row.id),
      awaits: awaited.has(row.flag),
      timed: findIndicator(indicator.get(row.flag) ?? '')?.timed === true,
    }));
  }

  private async writeSubjects(
    tx: Tx,
    flags: readonly LockedFlag[],
    turns: readonly Turn[],
    assessed: readonly Assessed[],
    now: Date,
  ): Promise<void> {
    const indicator = new Map(flags.map((f) => [f.id, f.indicator]));
    const given = new Map(assessed.map((a) => [`${a.assessment.indicator} ${a.frame.subject.id}`, a]));
    const kept = turns
      .filter((turn) => turn.state === 'triggered')
      .map(({ flag, type, id }) => {
        const found = given.get(`${indicator.get(flag)} ${id}`);
        const named = found === undefined ? null : listNamedBodies(found);
        return { flag, type, id, uses: found?.frame.uses ?? [], inputs: found?.inputs ?? {}, ...named };
      });
    if (kept.length > 0) await tx.query(SQL.KEEP_SUBJECTS, [JSON.stringify(kept), now]);
    const settled = turns.filter(isSettled);
    if (settled.length > 0)
      await tx.query(SQL.SETTLE_SUBJECTS, [
        settled.map((t) => t.flag),
        settled.map((t) => t.type),
        settled.map((t) => t.id),
      ]);
    const held = turns.filter((turn) => turn.held && turn.state !== 'triggered' && !turn.waits);
    if (held.length > 0)
      await tx.query(SQL.NOTE_OTHERWISE, [
        held.map((t) => t.flag),
        held.map((t) => t.type),
        held.map((t) => t.id),
        held.map(isFoundOtherwise),
      ]);
    const unjudged = turns.filter(isNewlyUnjudged);
    if (unjudged.length > 0)
      await tx.query(SQL.LEAVE_UNJUDGED, [
        unjudged.map((t) => t.flag),
        unjudged.map((t) => t.type),
        unjudged.map((t) => t.id),
      ]);
  }

  private async writeFlags(
    tx: Tx,
    flags: readonly LockedFlag[],
    steps: readonly FlagStep[],
    turns: readonly Turn[],
    sums: ReadonlyMap<string, Sum>,
    examples: ReadonlyMap<string, Example>,
    now: Date,
  ): Promise<void> {
    const rows = flags.map((flag) => {
      const own = steps.filter((s) => s.flag.id === flag.id);
      const step = own.at(-1);
      const [sum, example] = [sums.get(flag.id), examples.get(flag.id)];
      return {
        id: flag.id,
        state: step?.to ?? flag.state,
        severity: example?.severity,
        title: example?.title,
        explanation: example && explainFlag(sum?.others ?? 0, example.explanation),
        limitation: example?.limitation,
        basis: example?.basis,
        history: sum?.history,
        region: example?.region,
        programme: example?.programme,
        speaks: example !== undefined,
        opened: step !== undefined && isOpening(step),
        undecided: own.some((one) => isOpening(one) && one.from !== null),
        withdrawn: own.length > 1,
        // A figure that only grew with the days is no change that a reader's If-Match should trip over.
        counts: step?.action !== 'opened' && (step !== undefined || turns.some((t) => t.flag === flag.id && isNews(t))),
      };
    });
    await tx.query(SQL.WRITE_FLAGS, [JSON.stringify(rows), now]);
  }
}

/** Somebody decided it, or was asked: a correction of what it rests on is then news to a person. */
const wasDiscussed = ({ decided_by, asked }: LockedFlag): boolean => decided_by !== null || asked;
