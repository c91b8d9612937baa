import type { Reader } from '../../../kernel/database/reader.js';
import { PROBLEMS, type ProblemCode } from '../../../kernel/errors/codes.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { loadChange } from '../amendments/change.js';
import { CONTENT_GUARDS } from '../contract.lifecycle.js';
import { findPlannedRenewal } from '../conducted/contract-guards.js';
import { loadDeterminedTerms, loadServiceStart, loadSupplierKind } from '../conducted/signing-facts.js';
import type { ContractContent } from '../content/content-types.js';
import { awardTermsSql, toAwardTerms, type AwardTermsRow } from '../content/determined.js';
import { askContractGuards } from './asked-guards.js';

/** What keeps a draft from being signed by anybody: who may write it anew need not be who signs. */
export const OF_CONTENT: readonly ProblemCode[] = [
  'credit_code_missing',
  'contract_departs',
  'individual_not_suitable',
  ...CONTENT_GUARDS,
];

interface DraftRow extends AwardTermsRow {
  id: string;
  content: ContractContent;
  renewal_of: string | null;
  supplier_kind: string | null;
  started: string | null;
  first: string | null;
}

/**
 * What these drafts lack to be signed, in words; a draft that lacks nothing is left out. All of them by one statement, judged by the
 * guards of the signing; what a renewal owes to its plan is judged when it is signed.
 */
export async function findUnfinishedDrafts(
  reader: Reader,
  drafts: readonly string[],
  now: Date,
  today: string,
): Promise<ReadonlyMap<string, Text>> {
  const rows = await reader.query<DraftRow[]>(
    `SELECT c.id, c.content, c.renewal_of, (SELECT b.kind FROM organisation b WHERE b.id = c.supplier_id) AS supplier_kind,
       c.started_on::text AS started, w.first_day::text AS first, d.*
     FROM contract c LEFT JOIN contract_renewal w ON w.contract_id = c.id
     LEFT JOIN LATERAL (${awardTermsSql('c.tender_id', 'c.lot_id', 'c.award_id')}) d ON true
     WHERE c.id = ANY ($1::uuid[]) AND c.state = 'draft' AND c.content IS NOT NULL`,
    [drafts],
  );
  return new Map(
    rows.flatMap((row) => {
      const lacks = listLacks(row, { now, today });
      return lacks.length === 0 ? [] : [[row.id, joinTexts(lacks)] as const];
    }),
  );
}

function listLacks(row: DraftRow, at: { now: Date; today: string }): Text[] {
  const { content, supplier_kind: kind, started, first } = row;
  const facts = new Map<unknown, unknown>([
    [loadChange, { amendment: null, difference: [], supplement: null, content }],
    [loadServiceStart, { started, first }],
    [loadSupplierKind, kind],
    [findPlannedRenewal, null],
    [loadDeterminedTerms, toAwardTerms(row)],
  ]);
  const codes = OF_CONTENT.filter((code) => code !== 'contract_departs' || row.renewal_of === null);
  return askContractGuards(codes, facts, { root: row, action: 'sign', ...at }).flatMap(({ code, refused }) => {
    const missing = (refused.errors ?? []).filter((error) => error.code === 'required').map(({ text }) => text);
    return missing.length > 0 ? missing : [PROBLEMS[code].title];
  });
}

const joinTexts = (texts: readonly Text[]): Text => ({
  en: texts.map(({ en }) => en).join('; '),
  zh: texts.map(({ zh }) => zh).join('；'),
});
