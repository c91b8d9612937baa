import { action } from '../../../../kernel/actions/action.js';
import { AppointDto } from '../../review.dto.js';
import { insertMember } from '../members.js';
import { panelSubject } from '../panel.subject.js';

export const appointMember = action(panelSubject, 'appoint', AppointDto, {
  operationId: 'appointPanelMember',
  summary: { en: 'Appoint a member to the panel of a lot', zh: '指定采购包评审小组成员' },
  permit: 'panel.appoint',
  async effect({ tx, root, given, now }) {
    const { demanding, kind, user } = given;
    if (root.review === null)
      await tx.query(`INSERT INTO review (id, tender_id, lot_id, created_at) VALUES ($1, $2, $3, $4)`, [
        root.id,
        root.tender.id,
        root.lot.id,
        now,
      ]);
    if (demanding !== undefined) await tx.query(`UPDATE review SET demanding = $2 WHERE id = $1`, [root.id, demanding]);
    return { data: { member: await insertMember(tx, root.id, { user, kind }), kind } };
  },
});
