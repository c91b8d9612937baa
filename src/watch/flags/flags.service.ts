import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { scopeOf } from '../../kernel/access/scope.js';
import { lockRoot } from '../../kernel/database/roots.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem, problemBody } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { isVisible } from '../../kernel/http/is-visible.decorator.js';
import { invalid } from '../../kernel/http/validation.js';
import { decide } from '../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { mustBeConcerned, mustWorkHere } from './flag.assignment.js';
import type { BulkFlagActionDto, BulkResultDto, FlagActionDto } from './flag.dto.js';
import { flagLifecycle, type FlagState } from './flag.lifecycle.js';
import { actorOf, mustReadFlags, visibleFlag } from './flag.visibility.js';

export interface LockedFlag {
  id: string;
  version: number;
  indicator: string;
  dataset: string;
  region: string | null;
  state: FlagState;
  assignee: string | null;
  due_on: string | null;
}

function mustSayWhy({ reason }: FlagActionDto): void {
  if (!isVisible(reason))
    throw invalid('/reason', 'required', { en: 'This action needs a reason', zh: '此操作须说明理由' });
}

/** What persons do with flags. What facts do with them is `FlagKeeper`'s. */
@Injectable()
export class FlagsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly lifecycles: LifecycleRegistry,
  ) {}

  onModuleInit(): void {
    this.lifecycles.register(flagLifecycle);
  }

  /** One action on one flag; answers the state after it. */
  act(principal: Principal, id: string, action: string, given: FlagActionDto, version?: number): Promise<FlagState> {
    mustReadFlags(scopeOf(principal));
    return this.transactions.run(principal, async (tx) => {
      const scope = scopeOf(principal);
      const flag = await lockRoot<LockedFlag>(tx, 'flag', id, (sql) => visibleFlag(sql, scope), new Sql(), version);
      const transition = decide(flagLifecycle, flag.state, action, principal);
      const reason = isVisible(given.reason) ? given.reason.trim() : '';
      if (transition.reason === 'required') mustSayWhy(given);
      const to = (transition.to as FlagState | undefined) ?? flag.state;
      const data = await this.effect(tx, flag, action, given);
      await this.write(tx, flag, { action, to, reason: reason === '' ? null : reason, data });
      return to;
    });
  }

  /** The same action on many; each stands alone, and one that is refused leaves the others as they are. */
  async actOnAll(
    principal: Principal,
    action: string,
    { ids, ...given }: BulkFlagActionDto,
    lang: Language,
  ): Promise<BulkResultDto[]> {
    mustReadFlags(scopeOf(principal));
    // What no flag could pass is said once, of the request.
    if (flagLifecycle.transitions.some((t) => t.action === action && t.reason === 'required')) mustSayWhy(given);
    const results = new Map<string, BulkResultDto>();
    await this.transactions.run(principal, async () => {
      // In one order everywhere: two bulk actions that meet wait for each other instead of in a ring.
      for (const id of ids.map((each) => each.toLowerCase()).sort()) {
        try {
          results.set(id, { id, ok: true, state: await this.act(principal, id, action, given) });
        } catch (error) {
          if (!(error instanceof Problem) || error.status >= 500) throw error;
          results.set(id, { id, ok: false, problem: problemBody(error, lang) });
        }
      }
    });
    return ids.map((id) => results.get(id.toLowerCase()) as BulkResultDto);
  }

  private async effect(
    tx: Tx,
    flag: LockedFlag,
    action: string,
    given: FlagActionDto,
  ): Promise<Record<string, unknown>> {
    if (action === 'assign') return this.assign(tx, flag, given);
    for (const field of ['assignee', 'dueOn', 'askOrganisations'] as const)
      if (given[field] !== undefined)
        throw invalid(`/${field}`, 'not_of_this_action', { en: 'Only `assign` takes this', zh: '仅“指派”操作可填写' });
    if (action !== 'respond') return {};
    const answered = await tx.query<{ organisation_id: string }>(
      `UPDATE flag_ask SET answered_at = $3 WHERE flag_id = $1 AND organisation_id = ANY ($2::uuid[]) RETURNING organisation_id`,
      [flag.id, scopeOf(tx.principal).organisations, await tx.now()],
    );
    return { organisation: answered[0]?.organisation_id ?? null };
  }

  private async assign(tx: Tx, flag: LockedFlag, given: FlagActionDto): Promise<Record<string, unknown>> {
    const { assignee, dueOn, askOrganisations = [] } = given;
    if (assignee === undefined && dueOn === undefined && askOrganisations.length === 0)
      throw invalid('/assignee', 'required', {
        en: 'Name an assignee, a due date or bodies to ask',
        zh: '请指定办理人、期限或须答复的机构',
      });
    if (assignee) await mustWorkHere(tx, assignee, flag.region);
    await mustBeConcerned(tx, flag.id, askOrganisations);
    const due = dueOn === undefined ? flag.due_on : dueOn;
    await tx.query(`UPDATE flag SET assignee = $2, due_on = $3 WHERE id = $1`, [
      flag.id,
      assignee === undefined ? flag.assignee : assignee,
      due,
    ]);
    if (askOrganisations.length > 0)
      await tx.query(
        `INSERT INTO flag_ask (flag_id, organisation_id, asked_at, due_on) SELECT $1, unnest($2::uuid[]), $3, $4
         ON CONFLICT (flag_id, organisation_id) DO UPDATE SET asked_at = EXCLUDED.asked_at, due_on = EXCLUDED.due_on, answered_at = NULL`,
        [flag.id, askOrganisations, await tx.now(), due],
      );
    return {
      ...(assignee !== undefined && { assignee }),
      ...(dueOn !== undefined && { dueOn }),
      ...(askOrganisations.length > 0 && { asked: askOrganisations }),
    };
  }

  private async write(
    tx: Tx,
    flag: LockedFlag,
    step: { action: string; to: FlagState; reason: string | null; data: Record<string, unknown> },
  ): Promise<void> {
    const { action, to, reason, data } = step;
    await tx.query(
      `UPDATE flag SET state = $2, version = version + 1, updated_at = clock_timestamp(),
         opened_at = CASE WHEN $2 = 'open' AND state <> 'open' THEN $3 ELSE opened_at END WHERE id = $1`,
      [flag.id, to, await tx.now()],
    );
    const { audit } = await tx.record({
      aggregate: 'flag',
      id: flag.id,
      action,
      from: flag.state,
      to,
      reason,
      data: { indicator: flag.indicator, ...data },
      dataset: flag.dataset,
      // No tenants: who works the case, and who else was asked, is for those who oversee the region.
      region: flag.region,
    });
    const actor = actorOf(tx.principal);
    await tx.query(
      `INSERT INTO flag_event (flag_id, at, action, from_state, to_state, actor_kind, actor_id, organisation_id, reason, data, audit_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        flag.id,
        await tx.now(),
        action,
        flag.state,
        to,
        actor.kind,
        actor.id,
        data['organisation'] ?? null,
        reason,
        JSON.stringify(data),
        audit,
      ],
    );
  }
}
