import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import { sayFacts } from '../conducted/action-facts.js';
import { loadDraftLots, type ConductedTender } from '../conducted/conducted-tender.js';
import { findCalledMoment } from '../conducted/opening-moment.js';
import { signInstants } from '../lots/opening-instants.js';
import { tenderGate } from '../tender-gate.js';
import {
  affectsPreparation,
  correctedLots,
  correctedTender,
  correctionChanges,
  type Correction,
} from './correction.rules.js';
import { assertAnnouncedScheme, assertSchemesOfLots } from '../conducted/terms/announced-scheme.js';
import { assertPrice, assertPricesOfLots } from '../conducted/terms/prices/price-check.js';
import type { TenderTerms } from '../conducted/terms/terms-types.js';
import { loadTenderDocument } from '../conducted/tender-document.js';

/**
 * Waits for everyone who is handing in a bid, and keeps others from it: a deadline is moved before or after a submission,
 * never during one. Business time is read behind it.
 */
export async function closeGate(tx: Tx, tender: string): Promise<void> {
  await tx.query(`SELECT FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [tender]);
  await tenderGate(tx, tender, 'exclusive');
}

/** The opening as a notice says it: where the documents name no time, bids are opened after the deadline. */
const toAnnouncedOpening = ({ method }: ConductedTender, deadline: string, terms: TenderTerms): string =>
  findCalledMoment({ method, deadline, terms }) ?? deadline;

/** Writes a new revision of issued documents and tells everybody. Answers what the audit says of it. */
export async function writeCorrection(
  tx: Tx,
  tender: ConductedTender,
  correction: Correction,
  reason: string | undefined,
): Promise<Record<string, unknown>> {
  assertPrice(correction.terms?.price, '/correction/terms/price');
  assertPricesOfLots(correction.lots ?? [], '/correction/lots');
  const owner = { buyer: tender.buyer_id, dataset: tender.dataset };
  await assertAnnouncedScheme(tx, owner, correction.terms, '/correction/terms');
  await assertSchemesOfLots(tx, owner, correction.lots ?? [], '/correction/lots');
  const lots = await loadDraftLots(tx, tender.id);
  const changes = correctionChanges({ tender, lots }, correction);
  if (changes.length === 0)
    throw invalid('/correction', 'required', { en: 'It changes nothing', zh: '更正没有改变任何内容' });
  const { terms, plan } = correctedTender(tender, correction);
  const revision = (tender.revision ?? 0) + 1;
  // As exact as it is signed.
  const deadlineAt = correction.plan?.deadlineAt ? new Date(correction.plan.deadlineAt) : tender.deadline_at;
  await tx.query(`UPDATE tender SET terms = $2, plan = $3, deadline_at = $4, revision = $5 WHERE id = $1`, [
    tender.id,
    JSON.stringify(terms),
    JSON.stringify(plan),
    deadlineAt,
    revision,
  ]);
  await tx.query(
    `UPDATE lot l SET deadline_at = $2, ceiling = g.ceiling, pricing = g.pricing, terms = g.terms
     FROM jsonb_to_recordset($3::jsonb) AS g(no integer, ceiling bigint, pricing text, terms jsonb)
     WHERE l.tender_id = $1 AND l.no = g.no`,
    [
      tender.id,
      deadlineAt,
      JSON.stringify(
        correctedLots(lots, correction).map(({ no, ceiling, pricing, terms: own }) => ({
          no,
          ceiling: ceiling?.toString() ?? null,
          pricing,
          terms: own,
        })),
      ),
    ],
  );
  // A deadline that it does not name stays the one that was signed, whatever the row says.
  const named = correction.plan?.deadlineAt;
  await signInstants(tx, tender.id, { event: 'correct', ...(named && { deadlineAt: named }) });
  const now = await tx.now();
  await tx.query(
    `INSERT INTO tender_revision (tender_id, revision, published_at, deadline_at, document, reason)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [tender.id, revision, now, deadlineAt, JSON.stringify(await loadTenderDocument(tx, tender.id)), reason ?? null],
  );
  const { deadlineAt: deadline, documentsTo } = correction.plan ?? {};
  const movesOpening = deadline !== undefined || correction.terms?.openingAt !== undefined;
  await sayFacts(tx, tender.id, [
    {
      kind: 'correction',
      data: {
        publishedOn: todayInShanghai(now),
        ...(deadline && { deadline }),
        ...(movesOpening && plan.deadlineAt && { openingAt: toAnnouncedOpening(tender, plan.deadlineAt, terms) }),
        ...(documentsTo && { documentsTo }),
      },
    },
  ]);
  return {
    revision,
    affectsPreparation: affectsPreparation({ tender, lots }, correction),
    changed: changes.map(({ path }) => path),
  };
}
