import { Injectable } from '@nestjs/common';
import { actingBody } from '../../kernel/access/acting.js';
import { listHeldPermissions } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { refuseInState } from '../../kernel/actions/lifecycle.js';
import { latestDay } from '../../kernel/clock/partial-date.js';
import {
  addExternalIds,
  putByExternalId,
  withExternalId,
  type ExternalId,
} from '../../kernel/database/external-ids/external-ids.js';
import { lockKeptRoot } from '../../kernel/database/kept.js';
import { assertStandingBodies } from '../../people/organisations/merges/standing-records.js';
import { changeData, changedColumns, writeChanges, type Changed } from '../../kernel/database/merge-patch.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { assertFixedFields, isSameValue, toFixedValue } from '../../kernel/http/validation/fixed-fields.js';
import { parseYuan } from '../../kernel/money/money.js';
import { toSource } from '../../people/organisations/source.dto.js';
import type { BudgetLineChangeDto, NewBudgetLineDto } from './budget-lines/budget-line.dto.js';
import type { BudgetLineRow } from './budget-lines/budget-lines.queries.js';
import type { NewProgrammeDto, ProgrammeChangeDto } from './programme.dto.js';
import type { ProgrammeRow } from './programme-row.queries.js';
import { programmeLifecycle } from './programme.lifecycle.js';
import { programmeReach } from './programme.subject.js';

const toProgrammeChange = (row: Pick<ProgrammeRow, 'id' | 'dataset' | 'region' | 'buyer_id'>) => ({
  aggregate: 'programme',
  id: row.id,
  dataset: row.dataset,
  region: row.region,
  tenants: [row.buyer_id],
});

const lockOwnProgramme = (tx: Tx, principal: Principal, id: string, version?: number): Promise<ProgrammeRow> =>
  lockKeptRoot<ProgrammeRow>(tx, 'programme', id, programmeReach(principal, 'programme.manage'), version);

/** What was approved here may be changed after `adjust` only, and is approved anew; a closed one never. */
function assertOpen(principal: Principal, row: ProgrammeRow): void {
  if (row.state === 'closed' || (row.state === 'approved' && row.approved_at !== null))
    throw refuseInState(programmeLifecycle, row.state, 'change', {
      permissions: listHeldPermissions(principal, [row.buyer_id]),
    });
}

/** Locks one that may be changed. */
async function lockOpen(tx: Tx, principal: Principal, id: string, version?: number): Promise<ProgrammeRow> {
  const row = await lockOwnProgramme(tx, principal, id, version);
  assertOpen(principal, row);
  return row;
}

const findProgrammeChanges = (row: ProgrammeRow, dto: ProgrammeChangeDto): Changed =>
  changedColumns(row, {
    name: dto.name,
    year: dto.year,
    region: dto.region,
    budget_level: dto.budgetLevel,
    // The same cycle is no change, in whatever order it is written.
    calendar: isSameValue(row.calendar, dto.calendar) ? undefined : dto.calendar,
  });

/** Once a programme was approved, only the finance authority moves the day of its money to a later one (an extension). */
function mustNotUseLonger({ state }: ProgrammeRow, before: string | null, after: string | null | undefined): void {
  if (state === 'draft' || before === null || after === undefined) return;
  if (after === null || latestDay(after) > latestDay(before))
    throw new Problem('use_by_needs_extension', { facts: { useBy: before } });
}

@Injectable()
export class ProgrammesService {
  constructor(private readonly transactions: Transactions) {}

  /** Whoever writes what is to be approved does not approve it. */
  private async recordWriter(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE programme SET written_by = array_append(array_remove(written_by, $2::uuid), $2::uuid), approved_by = NULL
       WHERE id = $1 AND $2::uuid IS NOT NULL`,
      [id, tx.principal.id],
    );
  }

  create(principal: Principal, dto: NewProgrammeDto): Promise<string> {
    return this.transactions.run(principal, (tx) => this.insert(tx, dto));
  }

  private async insert(tx: Tx, dto: NewProgrammeDto): Promise<string> {
    const buyer = actingBody(tx.principal, 'programme.manage', dto.buyer, '/buyer');
    const dataset = dto.dataset ?? 'live';
    await assertStandingBodies(tx, dataset, [buyer], () => '/buyer');
    const [row] = await tx.query<ProgrammeRow>(
      `INSERT INTO programme (dataset, buyer_id, name, year, region, budget_level, calendar, source, state, written_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, array_remove(ARRAY[$10::uuid], NULL)) RETURNING *`,
      [
        dataset,
        buyer,
        dto.name,
        dto.year,
        dto.region ?? null,
        dto.budgetLevel ?? null,
        dto.calendar ? JSON.stringify(dto.calendar) : null,
        JSON.stringify(toSource(dto.source)),
        dto.state ?? 'draft',
        tx.principal.id,
      ],
    );
    const programme = row as ProgrammeRow;
    for (const line of dto.budgetLines ?? []) await insertLine(tx, programme.id, line);
    await addExternalIds(tx, 'programme', dataset, programme.id, dto.externalIds);
    await tx.record({
      ...toProgrammeChange(programme),
      action: 'recorded',
      to: programme.state,
      data: { name: dto.name, year: dto.year, budgetLines: dto.budgetLines?.length ?? 0 },
    });
    return programme.id;
  }

  /**
   * Records or changes the programme that another system calls so. The same body is no change ever, whatever its state; its state
   * moves by actions alone, and its budget lines are changed each by itself.
   */
  put(principal: Principal, external: ExternalId, dto: NewProgrammeDto, version?: number): Promise<string> {
    const of = { type: 'programme', dataset: dto.dataset ?? 'live', external, given: dto.externalIds };
    return this.transactions.run(principal, (tx) =>
      putByExternalId(tx, of, version, async (known) => {
        if (known === null) return this.insert(tx, { ...dto, externalIds: withExternalId(dto.externalIds, external) });
        const row = await lockOwnProgramme(tx, principal, known, version);
        await assertSameOrigin(tx, row, dto);
        const changed = findProgrammeChanges(row, dto);
        if (Object.keys(changed).length > 0) assertOpen(principal, row);
        await this.write(tx, row, changed);
        return known;
      }),
    );
  }

  change(principal: Principal, id: string, version: number, dto: ProgrammeChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const row = await lockOpen(tx, principal, id, version);
      await this.write(tx, row, findProgrammeChanges(row, dto));
    });
  }

  private async write(tx: Tx, row: ProgrammeRow, changed: Changed): Promise<void> {
    if (Object.keys(changed).length === 0) return;
    await writeChanges(tx, 'programme', row.id, changed);
    await this.recordWriter(tx, row.id);
    await tx.record({ ...toProgrammeChange(row), action: 'changed', data: changeData(changed) });
  }

  addLine(principal: Principal, id: string, version: number | undefined, dto: NewBudgetLineDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const row = await lockOpen(tx, principal, id, version);
      const line = await insertLine(tx, id, dto);
      await noteAdjustment(tx, row, line);
      await writeChanges(tx, 'programme', id, {});
      await this.recordWriter(tx, id);
      await tx.record({
        ...toProgrammeChange(row),
        action: 'budget_line_added',
        data: { budgetLine: line, amount: dto.amount, category: dto.category ?? null },
      });
      return line;
    });
  }

  /** A cut below what is committed is not refused: the programme lists it. */
  changeLine(principal: Principal, id: string, line: string, version: number, dto: BudgetLineChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const row = await lockOpen(tx, principal, id, version);
      const [before] = await tx.query<BudgetLineRow>(
        `SELECT *, adjusted_on::text AS adjusted_on FROM budget_line WHERE id = $1 AND programme_id = $2`,
        [line, id],
      );
      if (!before) throw new Problem('not_found');
      const changed = changedColumns(before, {
        name: dto.name,
        category: dto.category,
        amount: dto.amount === undefined ? undefined : parseYuan(dto.amount).toString(),
        source_of_funds: dto.sourceOfFunds,
        use_by: dto.useBy,
        note: dto.note,
      });
      const columns = Object.keys(changed);
      if (columns.length === 0) return;
      mustNotUseLonger(row, before.use_by, dto.useBy);
      await tx.query(
        `UPDATE budget_line SET ${columns.map((column, i) => `${column} = $${i + 2}`).join(', ')} WHERE id = $1`,
        [line, ...columns.map((column) => changed[column]?.to)],
      );
      if ('amount' in changed || 'category' in changed) await noteAdjustment(tx, row, line);
      await writeChanges(tx, 'programme', id, {});
      await this.recordWriter(tx, id);
      await tx.record({
        ...toProgrammeChange(row),
        action: 'budget_line_changed',
        data: { budgetLine: line, ...changeData(changed) },
      });
    });
  }
}

/** What is written while an approved programme is open for adjustment adjusts the budget (Regulation article 28). */
async function noteAdjustment(tx: Tx, { state }: ProgrammeRow, line: string): Promise<void> {
  if (state === 'adjusted')
    await tx.query(`UPDATE budget_line SET adjusted_on = business_today() WHERE id = $1`, [line]);
}

async function insertLine(tx: Tx, programme: string, dto: NewBudgetLineDto): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO budget_line (programme_id, name, category, amount, source_of_funds, use_by, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [
      programme,
      dto.name,
      dto.category ?? null,
      parseYuan(dto.amount).toString(),
      dto.sourceOfFunds ?? null,
      dto.useBy ?? null,
      dto.note ?? null,
    ],
  );
  return (row as { id: string }).id;
}

/** Whose it is and what it comes from stays as it was said first, and so do here its lines. */
async function assertSameOrigin(tx: Tx, row: ProgrammeRow, dto: NewProgrammeDto): Promise<void> {
  const lines = await tx.query<
    Pick<BudgetLineRow, 'name' | 'category' | 'amount' | 'source_of_funds' | 'use_by' | 'note'>
  >(`SELECT name, category, amount, source_of_funds, use_by, note FROM budget_line WHERE programme_id = $1`, [row.id]);
  const kept = lines.map((line) => [
    line.name,
    line.category,
    line.amount,
    line.source_of_funds,
    line.use_by,
    line.note,
  ]);
  const said = dto.budgetLines?.map(({ name, category, amount, sourceOfFunds, useBy, note }) => [
    ...[name, category ?? null, parseYuan(amount).toString(), sourceOfFunds ?? null, useBy ?? null, note ?? null],
  ]);
  const inOrder = (rows: readonly unknown[]): string[] => rows.map((line) => JSON.stringify(line)).sort();
  assertFixedFields([
    ['/buyer', row.buyer_id, dto.buyer],
    toFixedValue('/source', row.source, toSource(dto.source)),
    toFixedValue('/budgetLines', inOrder(kept), said && inOrder(said)),
  ]);
}
