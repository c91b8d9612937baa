import { Injectable } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import type { Basis, Severity, Text } from '../runs/assessment-types.js';
import type { Assessed, ChangedAssessment } from '../runs/assessment-store.js';
import type { Correction } from './corrections/correction.rules.js';
import { readCorrections } from './corrections/corrections.queries.js';
import * as SQL from './flag-keeper-statements.js';
import type { FlagState } from './flag.lifecycle.js';
import { explainFlag, deriveFlagTurn, type FlagTurn } from './flag.rules.js';
import { HEARING } from './hearing/hearing.rules.js';
import { INDICATORS } from '../rules/registry.js';
import type { Flag } from './flag.entity.js';
import {
  isFresh,
  isNewlyUnjudged,
  isNews,
  isRestated,
  isSettled,
  isStillUnjudged,
  type Turn,
  type TurnRow,
} from './subject-turns.rules.js';
import type { StoredRow } from '../../kernel/database/row-types.js';

type LockedFlag = Pick<
  StoredRow<Flag>,
  'id' | 'indicator' | 'root_type' | 'root_id' | 'state' | 'dataset' | 'region' | 'decided_by'
> & {
  /** A body was asked about it. */
  asked: boolean;
};
interface Sum {
  flag: string;
  active: number;
  others: number;
  history: boolean;
}
interface Example {
  flag: string;
  severity: Severity;
  explanation: Text;
  title: Text;
  limitation: Text;
  basis: Basis;
  region: string | null;
  programme: string | null;
}
/** What an approver said, to be added to a case that is open. */
interface Explanation {
  flag: string;
  state: FlagState;
  tender: string;
  reason: string;
  by: string;
  buyer: string;
}
interface Step {
  flag: LockedFlag;
  action: string;
  from: FlagState | null;
  to: FlagState;
  data: Record<string, unknown>;
}

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
    const opened = new Set((await tx.query<{ id: string }>(SQL.OPEN_FLAGS, [ids, now])).map((f) => f.id));
    const flags = await tx.query<LockedFlag>(SQL.LOCK_FLAGS, [ids, ...keys]);
    if (flags.length === 0) return;
    const flagIds = flags.map((f) => f.id);
    const turns = await this.turns(tx, flags, assessed, [flagIds, ...keys]);
    await this.writeSubjects(tx, flags, turns, assessed, now);
    const sums = new Map((await tx.query<Sum>(SQL.SUM_FLAGS, [flagIds])).map((s) => [s.flag, s]));
    const examples = new Map((await tx.query<Example>(SQL.EXAMPLES, [flagIds])).map((e) => [e.flag, e]));
    const steps = flags.flatMap((flag) => listFlagSteps(flag, opened.has(flag.id), turns, sums.get(flag.id)));
    await this.writeFlags(tx, flags, steps, turns, sums, examples, now);
    await this.writeSteps(tx, steps, examples, now);
    await this.addExplanations(tx, flags, steps, turns, now);
  }

  private async turns(
    tx: Tx,
    flags: readonly LockedFlag[],
    assessed: readonly Assessed[],
    keys: unknown[],
  ): Promise<Turn[]> {
    const rows = await tx.query<TurnRow>(SQL.READ_TURNS, keys);
    const indicator = new Map(flags.map((f) => [f.id, f.indicator]));
    const given = new Map(assessed.map((a) => [`${a.assessment.indicator} ${a.frame.subject.id}`, a]));
    const discussed = new Set(flags.filter(wasDiscussed).map(({ id }) => id));
    const moved = rows
      .filter(
        (row) =>
          row.was_active === true &&
          !isStillUnjudged(row) &&
          (row.state !== 'triggered' || (row.hash !== row.was_hash && discussed.has(row.flag))),
      )
      .map(({ flag, type, id }) => {
        const rule = indicator.get(flag);
        const inputs = given.get(`${rule} ${id}`)?.inputs;
        const uses = INDICATORS.find((each) => each.id === rule)?.uses ?? [];
        return { flag, type, id, uses, now: inputs === undefined ? null : { ...inputs } };
      });
    const correctionOf = await readCorrections(tx, moved);
    return rows.map((row) => ({ ...row, correction: correctionOf(row.flag, row.id) }));
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
        return { flag, type, id, uses: found?.frame.uses ?? [], inputs: found?.inputs ?? {} };
      });
    if (kept.length > 0) await tx.query(SQL.KEEP_SUBJECTS, [JSON.stringify(kept), now]);
    const settled = turns.filter(isSettled);
    if (settled.length > 0)
      await tx.query(SQL.SETTLE_SUBJECTS, [
        settled.map((t) => t.flag),
        settled.map((t) => t.type),
        settled.map((t) => t.id),
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
    steps: readonly Step[],
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
        opened: step?.to === 'open',
        undecided: own.some(({ from, to }) => to === 'open' && from !== null),
        withdrawn: own.length > 1,
        asks:
          turns.some((t) => t.flag === flag.id && t.correction !== undefined) || own.some(({ to }) => to === 'open'),
        // A figure that only grew with the days is no change that a reader's If-Match should trip over.
        counts: step?.action !== 'opened' && (step !== undefined || turns.some((t) => t.flag === flag.id && isNews(t))),
      };
    });
    await tx.query(SQL.WRITE_FLAGS, [JSON.stringify(rows), now]);
    const again = rows.filter(({ asks }) => asks).map(({ id }) => id);
    if (again.length > 0) await tx.query(SQL.ASK_AGAIN, [again, now, HEARING.usualAnswerDays]);
  }

  private async writeSteps(
    tx: Tx,
    steps: readonly Step[],
    examples: ReadonlyMap<string, Example>,
    now: Date,
  ): Promise<void> {
    if (steps.length === 0) return;
    const recorded = await tx.recordAll(
      steps.map(({ flag, action, from, to, data }) => ({
        aggregate: 'flag',
        id: flag.id,
        action,
        from,
        to,
        data: { indicator: flag.indicator, rootCause: { type: flag.root_type, id: flag.root_id }, ...data },
        dataset: flag.dataset,
        region: examples.get(flag.id)?.region ?? flag.region,
      })),
    );
    const rows = steps.map(({ flag, action, from, to, data }, i) => ({
      flag: flag.id,
      action,
      from,
      to,
      data,
      audit: recorded[i]?.audit,
    }));
    await tx.query(SQL.WRITE_EVENTS, [JSON.stringify(rows), now]);
    const opened = rows.filter(({ to }) => to === 'open');
    if (opened.length > 0) await tx.query(SQL.WRITE_FIRST_EXPLANATIONS, [JSON.stringify(opened), now]);
  }

  /** Who approved a draft has had a word about it, also where it joins a case that others opened. */
  private async addExplanations(
    tx: Tx,
    flags: readonly LockedFlag[],
    steps: readonly Step[],
    turns: readonly Turn[],
    now: Date,
  ): Promise<void> {
    const opened = new Set(steps.filter(({ to }) => to === 'open').map(({ flag }) => flag.id));
    const joined = turns
      .filter((turn) => turn.was_active !== true && turn.state === 'triggered' && !opened.has(turn.flag))
      .map(({ flag, type, id }) => ({ flag, type, id }));
    if (joined.length === 0) return;
    const said = await tx.query<Explanation>(SQL.READ_EXPLANATIONS, [JSON.stringify(joined)]);
    if (said.length === 0) return;
    const recorded = await tx.recordAll(
      said.map(({ flag: id, state, tender }) => {
        const flag = flags.find((each) => each.id === id) as LockedFlag;
        const data = { indicator: flag.indicator, rootCause: { type: flag.root_type, id: flag.root_id }, tender };
        const { dataset, region } = flag;
        return { aggregate: 'flag', id, action: 'explanation', from: state, to: state, data, dataset, region };
      }),
    );
    const rows = said.map((row, i) => ({ ...row, audit: recorded[i]?.audit }));
    await tx.query(SQL.ADD_EXPLANATIONS, [JSON.stringify(rows), now]);
  }
}

/** Somebody decided it, or was asked: a correction of what it rests on is then news to a person. */
const wasDiscussed = ({ decided_by, asked }: LockedFlag): boolean => decided_by !== null || asked;

function listFlagSteps(flag: LockedFlag, opened: boolean, turns: readonly Turn[], sum: Sum | undefined): Step[] {
  const own = turns.filter((turn) => turn.flag === flag.id);
  if (opened) return [{ flag, action: 'opened', from: null, to: 'open', data: { subjects: sum?.active ?? 0 } }];
  const settled = own.filter(isSettled);
  const correction = newest(
    own
      .filter((turn) => isSettled(turn) || isRestated(turn) || isNewlyUnjudged(turn))
      .flatMap((turn) => turn.correction ?? []),
  );
  const turn: FlagTurn = {
    active: sum?.active ?? 0,
    fresh: own.filter(isFresh).length,
    restated: own.filter(isRestated).length,
    corrected: correction !== undefined,
  };
  const next = deriveFlagTurn(flag.state, turn);
  if (next === null || (next.to !== 'open' && settled.length === 0)) return [];
  const named = { correction: { audit: correction?.audit ?? null, fact: correction?.fact ?? null } };
  const told = next.action === 'clear' || (next.action === 'reopen_on_facts' && correction !== undefined);
  const step = { flag, action: ACTION_NAMES[next.action], from: flag.state, to: next.to, data: told ? named : {} };
  // What was decided on facts that were wrong is no decision any more, and nothing is left to decide.
  if (next.action === 'reopen_on_facts' && turn.active === 0)
    return [step, { flag, action: ACTION_NAMES.clear, from: 'open', to: 'cleared', data: named }];
  return [step];
}

/** Audit entries are numbered as they come. */
function newest(corrections: readonly Correction[]): Correction | undefined {
  const getAuditId = ({ audit }: Correction): bigint => BigInt(audit ?? 0);
  return corrections.reduce<Correction | undefined>(
    (a, b) => (a !== undefined && getAuditId(a) >= getAuditId(b) ? a : b),
    undefined,
  );
}

/** As the history tells them. */
const ACTION_NAMES = { clear: 'cleared', remedy: 'remedied', reopen_on_facts: 'reopened' } as const;
