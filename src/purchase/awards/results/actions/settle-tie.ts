import { action } from '../../../../kernel/actions/action.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { lotTermsSql } from '../../../tenders/conducted/terms/lot-terms.queries.js';
import { openTies, orderedTies, type SettledTie } from '../../candidates.rules.js';
import { drawOrder } from '../../draws.js';
import { resultSubject } from '../result.subject.js';
import { SettleTieDto } from '../results.dto.js';

/** Whether the documents say how equal offers for the lot are parted: it may have a rule of its own, an empty one is none. */
async function hasTieRule(tx: Tx, lot: string): Promise<boolean> {
  const [row] = await tx.query<{ rule: string | null }>(
    `SELECT nullif(btrim(${lotTermsSql('t', 'l')} ->> 'tieRule'), '') AS rule FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1`,
    [lot],
  );
  return (row?.rule ?? null) !== null;
}

/**
 * By the documents' rule where they have one, else by a draw (Order 87 article 68). Nobody chooses the seed: it is the hash
 * of the lot's first report, which stood before anybody knew of a draw, and is public with the result.
 */
export const settleTie = action(resultSubject, 'settle_tie', SettleTieDto, {
  operationId: 'settleTie',
  summary: {
    en: 'Settle a tie by the rule of the documents, or by a draw where they have none',
    zh: '处理排名并列：采购文件有规定的从其规定，未规定的随机抽取',
  },
  async effect({ tx, root: { lot, candidates, desk }, given, now }) {
    const ties = openTies(candidates);
    const byRule = await hasTieRule(tx, lot.id);
    if (byRule && given.reason === undefined)
      throw invalid('/reason', 'required', {
        en: 'How the rule of the documents parts them',
        zh: '请说明采购文件规定的方式如何适用',
      });
    const ordered = byRule ? orderedTies(ties, given.order ?? []) : null;
    if (byRule && ordered === null)
      throw invalid('/order', 'not_allowed_value', {
        en: 'Every bid that is tied, once',
        zh: '应列出全部并列的投标（响应），且不重复',
      });
    if (!byRule && given.order !== undefined)
      throw invalid('/order', 'not_allowed_value', {
        en: 'The documents have no rule: it is drawn',
        zh: '采购文件未规定，应随机抽取',
      });
    const settledAt = now.toISOString();
    const { reason = null } = given;
    const settled: SettledTie[] = [];
    for (const [i, tie] of ties.entries())
      settled.push(
        ordered === null
          ? { ...(await drawOrder(tx, lot.id, tie, settledAt)), reason }
          : { by: 'documents', order: ordered[i] ?? [], reason, draw: null, settledAt },
      );
    await tx.query(`UPDATE lot_result SET ties = $2, cleared_at = $3 WHERE lot_id = $1`, [
      lot.id,
      JSON.stringify([...(desk?.ties ?? []), ...settled]),
      settledAt,
    ]);
    return { data: { ties: settled.map(({ by, order }) => ({ by, order })) } };
  },
});
