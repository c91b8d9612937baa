import { action } from '../../../../kernel/actions/action.js';
import { strangers } from '../../given-bids.js';
import { asMember } from '../../open-review.js';
import { DeclarationsDto } from '../../review.dto.js';
import { findUndeclaredMembers } from '../../review-facts.js';
import { panelSubject } from '../panel.subject.js';

/** Regulation article 9: each member says of every bidder whether there is a tie; it may be said anew until all have. */
export const declareTies = action(panelSubject, 'declare', DeclarationsDto, {
  operationId: 'declareTies',
  summary: { en: 'Declare for every bidder whether there is a tie', zh: '逐一声明与各投标人是否存在利害关系' },
  async effect({ tx, root, given: { declarations }, now }) {
    const { me } = asMember(root);
    strangers(root, declarations, '/declarations');
    await tx.query(
      `INSERT INTO review_declaration (member_id, bid_id, tie, detail, declared_at)
       SELECT $1, g.bid, g.tie, g.detail, $3 FROM jsonb_to_recordset($2::jsonb) AS g(bid uuid, tie text, detail text)
       ON CONFLICT (member_id, bid_id) DO UPDATE SET tie = EXCLUDED.tie, detail = EXCLUDED.detail, declared_at = EXCLUDED.declared_at`,
      [me.id, JSON.stringify(declarations), now],
    );
    const areAllDeclared = (await findUndeclaredMembers(tx, root)).length === 0;
    const ties = declarations.filter(({ tie }) => tie).length;
    return { to: areAllDeclared ? 'declared' : 'appointed', data: { member: me.id, ties }, secret: true };
  },
});
