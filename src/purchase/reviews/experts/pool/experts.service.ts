import { Injectable } from '@nestjs/common';
import { holdsPermission, listPermittedBodies } from '../../../../kernel/access/held.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { assertStandingBodies } from '../../../../people/organisations/merges/standing-records.js';
import { insertRow, lockRow, updateRow } from '../../../../kernel/database/rows.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { Expert } from './expert.entity.js';
import type { ExpertChangeDto, NewExpertDto } from './expert.dto.js';

/** The pool of an authority. What is recorded of a change says which field, never of whom. */
@Injectable()
export class ExpertsService {
  constructor(private readonly transactions: Transactions) {}

  add(principal: Principal, { organisation, user, fields, ties }: NewExpertDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const [body] = await tx.query<{ dataset: string }>(
        `SELECT dataset FROM organisation WHERE id = $1 FOR NO KEY UPDATE`,
        [organisation],
      );
      if (!body) throw Problem.ofField('not_found', '/organisation', { en: 'There is no such body', zh: '没有该机构' });
      if (!holdsPermission(principal, 'expert.manage', [organisation.toLowerCase()]))
        throw new Problem('not_permitted');
      await assertNewExpert(tx, organisation, user);
      await assertStandingBodies(tx, body.dataset, ties ?? [], (i) => `/ties/${i}`);
      const id = await insertRow(tx, Expert, {
        dataset: body.dataset,
        organisationId: organisation,
        userId: user,
        fields,
        ties: ties ?? [],
      });
      await recordChange(tx, { id, organisation, dataset: body.dataset }, 'added', {});
      return id;
    });
  }

  change(principal: Principal, id: string, version: number, dto: ExpertChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const expert = await lockRow(tx, Expert, { id }, { columns: ['version', 'organisationId', 'dataset'] });
      if (!expert || !listPermittedBodies(principal, 'expert.manage').includes(expert.organisationId))
        throw new Problem('not_found');
      if (expert.version !== version) throw new Problem('stale_version');
      const { fields, ties, active } = dto;
      await assertStandingBodies(tx, expert.dataset, ties ?? [], (i) => `/ties/${i}`);
      const changes = {
        ...(fields !== undefined && { fields }),
        ...(ties !== undefined && { ties }),
        ...(active !== undefined && { active }),
      };
      if (Object.keys(changes).length === 0) return;
      await updateRow(tx, Expert, { id }, changes, { newVersion: true });
      const { organisationId: organisation, dataset } = expert;
      await recordChange(tx, { id, organisation, dataset }, 'changed', { fields: Object.keys(changes) });
    });
  }
}

const recordChange = (
  tx: Tx,
  { id, organisation, dataset }: { id: string; organisation: string; dataset: string },
  action: string,
  data: Record<string, unknown>,
): Promise<unknown> =>
  tx.record({ aggregate: 'expert', id, action, dataset, tenants: [organisation], data: { organisation, ...data } });

/** An account that may act in panels, once in a pool. */
async function assertNewExpert(tx: Tx, organisation: string, user: string): Promise<void> {
  const [row] = await tx.query<{ present: boolean }>(
    `SELECT EXISTS (SELECT FROM expert e WHERE e.organisation_id = $1 AND e.user_id = u.id) AS present FROM app_user u
     WHERE u.id = $2 AND u.state = 'active' AND EXISTS (SELECT FROM seat s WHERE s.user_id = u.id AND s.role = 'panel_member')`,
    [organisation, user],
  );
  if (!row) throw Problem.ofField('not_found', '/user', { en: 'There is no such reviewer', zh: '没有这个评审人员' });
  if (row.present) throw new Problem('expert_listed');
}
