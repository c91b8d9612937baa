import { action } from '../../../kernel/actions/action.js';
import { flagSubject } from '../flag.subject.js';
import { ReferFlagDto } from './flag-reason.dto.js';

/**
 * Hands a flag to the competent authority. It decides nothing, and neither asks nor tells a body: it is a record of its own,
 * which leaves the flag's version, history and time of change as they are, and is read by who oversees the region alone.
 */
export const referFlag = action(flagSubject, 'refer', ReferFlagDto, {
  operationId: 'referFlag',
  summary: { en: 'Hand a flag to the competent authority', zh: '将预警线索移送有权机关' },
  async effect({ tx, root, principal, given: { authority, reference, reason }, now }) {
    const [referral] = await tx.query<{ id: string }>(`SELECT gen_random_uuid() AS id`);
    const id = referral?.id ?? '';
    const { audit } = await tx.record({
      aggregate: 'flag_referral',
      id,
      action: 'refer',
      data: { flag: root.id, indicator: root.indicator, authority, reference },
      reason: reason ?? null,
      region: root.region,
      dataset: root.dataset,
    });
    await tx.query(
      `INSERT INTO flag_referral (id, flag_id, at, authority, reference, reason, actor_id, audit_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, root.id, now, authority, reference, reason ?? null, principal.id, audit],
    );
    return { made: {} };
  },
});
