import { action, guard } from '../../../../kernel/actions/action.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { findCategory } from '../../../../law/code-lists/code-lists.js';
import { guardAuthor } from '../../../../people/accounts/authorship.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { findWrongWeights, residentsWeigh } from '../scheme.rules.js';
import { schemeAudience, schemeSubject, type SchemeRow } from '../scheme.subject.js';

/** A version that is activated takes the place of the one before. */
export const activateScheme = action(schemeSubject, 'activate', ReasonDto, {
  operationId: 'activateScheme',
  summary: { en: 'Put a version of an evaluation scheme in force', zh: '启用评估方案' },
  guards: {
    ...guardAuthor,
    weights_not_whole: guard({}, (_, { root }) => {
      const errors = findWrongWeights(root.dimensions);
      return errors.length > 0 ? { errors } : null;
    }),
    // No law says so: a choice of ours for services that residents receive (the study's 考·评·议 together).
    residents_unweighted: guard({}, (_, { root: { category, dimensions } }) => {
      if (category === null || findCategory(category)?.publicService !== true || residentsWeigh(dimensions))
        return null;
      return { facts: { channel: 'residents', basis: 'POLICY' } };
    }),
  },
  async effect({ tx, root, now }) {
    await retireActive(tx, root);
    return { set: { activatedAt: now } };
  },
});

export const retireScheme = action(schemeSubject, 'retire', RequiredReasonDto, {
  operationId: 'retireScheme',
  summary: { en: 'Retire a version of an evaluation scheme', zh: '停用评估方案' },
  effect: ({ now }) => ({ set: { retiredAt: now } }),
});

/** Retires the version in force until now: what was planned by it is evaluated by it, nothing new is. */
async function retireActive(tx: Tx, { id, series_id }: SchemeRow): Promise<void> {
  const rows = await tx.query<SchemeRow>(
    `UPDATE evaluation_scheme SET state = 'retired', retired_at = business_now(), version = version + 1,
       updated_at = clock_timestamp() WHERE series_id = $1 AND state = 'active' RETURNING *`,
    [series_id],
  );
  for (const old of rows)
    await tx.record({
      ...schemeAudience(old),
      aggregate: 'evaluation_scheme',
      id: old.id,
      action: 'retire',
      from: 'active',
      to: 'retired',
      data: { supersededBy: id },
    });
}
