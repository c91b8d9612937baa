import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { lotTermsSql } from '../../../purchase/tenders/conducted/terms/lot-terms.queries.js';

/** The scheme that the documents announced for the lot of a contract; of several lots together that of the tender. */
export async function findAnnouncedScheme(tx: Tx, contract: string): Promise<string | null> {
  const [row] = await tx.query<{ scheme: string | null }>(
    `SELECT (coalesce(${lotTermsSql('t', 'l')}, t.terms) ->> 'evaluationScheme')::uuid AS scheme
     FROM contract c JOIN tender t ON t.id = c.tender_id LEFT JOIN lot l ON l.id = c.lot_id WHERE c.id = $1`,
    [contract],
  );
  return row?.scheme ?? null;
}

/**
 * The scheme by which a contract is evaluated: the announced one, which the agency knew when it bid; where none was, the one that
 * is said.
 * @throws Problem `scheme_not_announced`, `validation_failed`
 */
export async function chooseScheme(tx: Tx, contract: string, said: string | null | undefined): Promise<string> {
  const announced = await findAnnouncedScheme(tx, contract);
  const scheme = said?.toLowerCase() ?? announced;
  if (!scheme)
    throw invalid('/scheme', 'required', { en: 'The documents announced no scheme', zh: '采购文件未载明评估方案' });
  if (announced === null || scheme === announced) return scheme;
  const text = { en: `The documents announced ${announced}`, zh: `采购文件载明的评估方案为 ${announced}` };
  throw new Problem('scheme_not_announced', { errors: [{ pointer: '/scheme', code: 'not_allowed_value', text }] });
}
