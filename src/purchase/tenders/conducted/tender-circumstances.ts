import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { DraftLot } from '../drafts/draft.rules.js';
import { isCompetentCallerSql } from '../oversight/competent.queries.js';
import { draftLotsSql, toDraftLot, type ConductedTender, type DraftLotRow } from './conducted-tender.js';

/** What permissions and guards of a tender's actions rest on beside its row. */
export interface TenderCircumstances {
  buyer_region: string | null;
  /** Complaints about it are for an authority for which the caller decides. */
  competent: boolean;
  buyer_credit_code: string | null;
  /** Of a kind that cannot buy services for the public. */
  buyer_is_other: boolean;
  lots: (DraftLot & { id: string })[];
  /** Of the tender as a whole. */
  service_lines: string[];
  programme_approved: boolean;
  has_public_opinion: boolean;
}

type Row = Omit<TenderCircumstances, 'lots'> & {
  now: Date;
  lots: DraftLotRow[];
};

/** Reads all of it, and business time, by one statement behind the lock of the tender. */
export async function loadTenderCircumstances(
  tx: Tx,
  { id }: Pick<ConductedTender, 'id'>,
): Promise<TenderCircumstances> {
  const sql = new Sql();
  const [row] = await tx.query<Row>(
    `SELECT business_now() AS now, b.region AS buyer_region, ${isCompetentCallerSql(sql, tx.principal, 't.id')} AS competent, b.credit_code AS buyer_credit_code,
       coalesce(b.kind NOT IN ('bureau', 'street_office', 'finance_authority', 'supervisor'), false) AS buyer_is_other,
       ${draftLotsSql('t.id')} AS lots,
       ARRAY(SELECT s.service_line_id FROM tender_service_line s WHERE s.tender_id = t.id ORDER BY 1) AS service_lines,
       EXISTS (SELECT FROM programme p WHERE p.id = t.programme_id AND p.state = 'approved') AS programme_approved,
       EXISTS (SELECT FROM tender_opinion o WHERE o.tender_id = t.id AND o.kind = 'public' AND o.participants > 0) AS has_public_opinion
     FROM tender t LEFT JOIN organisation b ON b.id = t.buyer_id WHERE t.id = ${sql.p(id)}`,
    sql.params,
  );
  if (!row) throw new Problem('not_found');
  const { now, lots, ...known } = row;
  tx.setTime(now);
  return {
    ...known,
    lots: lots.map(toDraftLot),
  };
}

/** A tender under its lock; with the programme that was locked before it, where the action spends its budget. */
export interface LockedTenderHere extends ConductedTender {
  lockedProgramme: string | null;
  circumstances: TenderCircumstances;
  /** The action that it is locked for. */
  action: string;
}
