import { Injectable } from '@nestjs/common';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { INDICATORS } from '../../rules/registry.js';
import type { Basis, Severity, SubjectType, Text } from '../../runs/assessment-types.js';
import type { Inputs } from '../corrections/correction.rules.js';
import { readCorrections } from '../corrections/corrections.queries.js';
import * as KEEPER from '../flag-keeper-statements.js';
import type { Flag } from '../flag.entity.js';
import type { FlagState } from '../flag.lifecycle.js';
import { deriveFlagTurn, explainFlag } from '../flag.rules.js';
import { HEARING } from '../hearing/hearing.rules.js';
import * as SQL from './programme-flag-statements.js';
import { isToldOnce, TOLD_ONCE, type Reach, type ToldOnce } from './told-once.rules.js';

type NamedFlag = Pick<StoredRow<Flag>, 'id' | 'indicator' | 'root_type' | 'root_id' | 'state' | 'dataset' | 'region'>;
interface Turn {
  type: SubjectType;
  id: string;
  was_active: boolean;
  was_hash: string | null;
  hash: string | null;
  inputs: Inputs | null;
}
interface Example {
  severity: Severity;
  explanation: Text;
  title: Text;
  limitation: Text;
  basis: Basis;
  region: string | null;
  programme: string | null;
}
interface Step {
  flag: NamedFlag;
  action: string;
  from: FlagState | null;
  to: FlagState;
  data: Record<string, unknown>;
}

/**
 * What a rule finds of nearly every purchase of a programme is told once: one flag of the programme lists them all and stands
 * for theirs, which keep their history and come back when the share falls. A function of the answers that are stored: in
 * whatever order they came, the flags are the same. The caller holds the lock of the programme.
 */
@Injectable()
export class ProgrammeFlags {
  async keep(tx: Tx, programmes: readonly string[]): Promise<void> {
    for (const programme of programmes) for (const rule of TOLD_ONCE) await this.keepOne(tx, rule, programme);
  }

  private async keepOne(tx: Tx, rule: ToldOnce, programme: string): Promise<void> {
    const [reach] = await tx.query<Reach>(SQL.READ_REACH, [rule, programme]);
    const told = reach !== undefined && isToldOnce(reach);
    const singles = told
      ? (await tx.query<{ id: string }>(SQL.READ_SINGLES, [rule, programme])).map(({ id }) => id)
      : [];
    await this.keepFlag(tx, rule, programme, singles);
    await tx.query(SQL.WRITE_REACH, [rule, programme, told ? reach.hit : null, told ? reach.of : null]);
  }

  private async keepFlag(tx: Tx, rule: ToldOnce, programme: string, singles: readonly string[]): Promise<void> {
    const now = await tx.now();
    const [opened] = singles.length === 0 ? [] : await tx.query(SQL.OPEN_PROGRAMME_FLAG, [singles[0], programme, now]);
    const [flag] = await tx.query<NamedFlag>(SQL.LOCK_PROGRAMME_FLAG, [rule, programme]);
    if (flag === undefined) return;
    const turns = await tx.query<Turn>(SQL.READ_PROGRAMME_TURNS, [flag.id, singles]);
    await tx.query(SQL.COPY_SUBJECTS, [flag.id, singles, now]);
    await tx.query(SQL.SETTLE_COPIES, [flag.id, singles]);
    const steps = await this.takeSteps(tx, flag, opened !== undefined, turns, now);
    const moved = await tx.query<NamedFlag & { taken: boolean }>(SQL.MOVE_PARTS, [flag.id, singles]);
    await this.writeSteps(tx, [...steps, ...moved.map((part) => toMove(part, flag))], now);
  }

  /** Where its subjects lead the flag of the programme: as any flag. */
  private async takeSteps(
    tx: Tx,
    flag: NamedFlag,
    isOpened: boolean,
    turns: readonly Turn[],
    now: Date,
  ): Promise<Step[]> {
    const [sum] = await tx.query<{ active: number; others: number; history: boolean }>(KEEPER.SUM_FLAGS, [[flag.id]]);
    const [example] = await tx.query<Example>(KEEPER.EXAMPLES, [[flag.id]]);
    const corrected = await this.findCorrection(tx, flag, turns);
    const active = sum?.active ?? 0;
    const next = isOpened
      ? null
      : deriveFlagTurn(flag.state, {
          active,
          fresh: turns.filter(({ hash, was_active: was }) => hash !== null && !was).length,
          restated: turns.filter(({ hash, was_active: was }) => hash !== null && was).length,
          corrected: corrected !== undefined,
        });
    const steps = isOpened
      ? [{ flag, action: 'opened', from: null, to: 'open' as const, data: { subjects: active } }]
      : listSteps(flag, next, active, corrected);
    const reopened = steps.some(({ from, to }) => to === 'open' && from !== null);
    const row = {
      id: flag.id,
      state: steps.at(-1)?.to ?? flag.state,
      ...example,
      explanation: example && explainFlag(sum?.others ?? 0, example.explanation),
      history: sum?.history,
      speaks: example !== undefined,
      opened: steps.at(-1)?.to === 'open',
      undecided: reopened,
      withdrawn: steps.length > 1,
      counts: !isOpened && turns.length > 0,
    };
    if (isOpened || turns.length > 0) await tx.query(KEEPER.WRITE_FLAGS, [JSON.stringify([row]), now]);
    if (reopened || corrected !== undefined)
      await tx.query(KEEPER.ASK_AGAIN, [[flag.id], now, HEARING.usualAnswerDays]);
    return steps;
  }

  private async findCorrection(tx: Tx, flag: NamedFlag, turns: readonly Turn[]): Promise<Named | undefined> {
    const uses = INDICATORS.find(({ id }) => id === flag.indicator)?.uses ?? [];
    const left = turns.filter(({ was_active: was }) => was);
    const correctionOf = await readCorrections(
      tx,
      left.map(({ type, id, inputs }) => ({ flag: flag.id, type, id, uses, now: inputs })),
    );
    const found = left.flatMap(({ id }) => correctionOf(flag.id, id) ?? []);
    const [newest] = found.toSorted((a, b) => Number(BigInt(b.audit ?? 0) - BigInt(a.audit ?? 0)));
    return newest === undefined ? undefined : { audit: newest.audit, fact: newest.fact };
  }

  private async writeSteps(tx: Tx, steps: readonly Step[], now: Date): Promise<void> {
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
        region: flag.region,
      })),
    );
    const rows = steps.map(({ flag, ...step }, i) => ({ flag: flag.id, ...step, audit: recorded[i]?.audit }));
    await tx.query(KEEPER.WRITE_EVENTS, [JSON.stringify(rows), now]);
  }
}

interface Named {
  audit: string | null;
  fact: string | null;
}

const ACTIONS = { clear: 'cleared', remedy: 'remedied', reopen_on_facts: 'reopened' } as const;

function listSteps(
  flag: NamedFlag,
  next: ReturnType<typeof deriveFlagTurn>,
  active: number,
  correction: Named | undefined,
): Step[] {
  if (next === null) return [];
  const data = correction === undefined ? {} : { correction };
  const step = { flag, action: ACTIONS[next.action], from: flag.state, to: next.to, data };
  return next.action === 'reopen_on_facts' && active === 0
    ? [step, { flag, action: ACTIONS.clear, from: 'open', to: 'cleared', data }]
    : [step];
}

const toMove = ({ taken, ...part }: NamedFlag & { taken: boolean }, of: NamedFlag): Step => ({
  flag: part,
  action: taken ? 'taken_over' : 'given_back',
  from: part.state,
  to: part.state,
  data: { flag: of.id },
});
