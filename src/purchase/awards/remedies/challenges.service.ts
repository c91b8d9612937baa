import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import { DraftSteps } from '../../tenders/drafts/draft-steps.js';
import { noticeEnd } from '../results/notice-end.rules.js';
import type { NewChallengeDto } from './remedy.dto.js';
import {
  assertNewPaper,
  assertDayOfReceipt,
  deriveReceipt,
  findFilingBody,
  findRecordedPaper,
  referToPaper,
  refusePaperAgain,
  resolveFiling,
  type Filing,
} from './paper/paper-receipt.js';
import { changeOfRemedy, lockDisputedTender, type DisputedTender } from './remedy-root.js';
import { scopeOfChallenge, toDayOfFiling, type ChallengedPurchase } from './remedy.rules.js';
import { RemedySteps } from './remedy-steps.js';

/** Receives challenges to the buyer; one that may affect the result stands in the way of a contract until it is answered. */
@Injectable()
export class ChallengesService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
    private readonly steps: RemedySteps,
    private readonly drafts: DraftSteps,
    private readonly references: DocumentReferences,
  ) {}

  onModuleInit(): void {
    // Law article 19: who acts for the buyer now reads and answers what was filed, whoever did when it came.
    this.drafts.contributeToMandate(async (tx, tender, agent) => {
      for (const table of ['challenge', 'complaint'])
        await tx.query(`UPDATE ${table} SET agent_id = $2 WHERE tender_id = $1`, [tender, agent]);
    });
  }

  /** Receipt cannot be refused, but of what the documents ask for at once (Order 94 article 10); what is out of time or from a stranger is received and blocks nothing. */
  receive(principal: Principal, dto: NewChallengeDto): Promise<string> {
    const own = findFilingBody(principal, 'challenge', dto);
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockDisputedTender(tx, dto.tender, dto.lot);
      const filing = await resolveFiling(tx, { table: 'challenge', tender, own }, dto);
      await assertDayOfReceipt(tx, { tender, stage: dto.stage, challenge: null }, filing, dto.postedOn);
      assertStepOfProcess(dto);
      await assertNewPaper(tx, listMarks(tender, dto), filing, dto);
      return this.insert(tx, tender, filing, dto);
    });
  }

  /**
   * What a complaint follows and its buyer never recorded, as the complaint's papers show it; where this paper is on record,
   * that one. None is followed that was withdrawn or came after the complaint, nor one that is said to be another paper.
   * @throws Problem `paper_recorded_already`, which names it
   */
  async recordFromComplaint(
    tx: Tx,
    { complaint, tender, body }: { complaint: FollowingComplaint; tender: DisputedTender; body: string },
    dto: PaperChallenge,
  ): Promise<string> {
    const receipt = deriveReceipt('challenge', dto, dto.paper.receivedOn, await tx.now());
    const filing = { body, recordedBy: 'authority' as const, ...receipt };
    await assertDayOfReceipt(tx, { tender, stage: dto.stage, challenge: null }, filing, dto.postedOn);
    assertStepOfProcess(dto);
    const known = await findRecordedPaper(tx, listMarks(tender, dto), filing, dto);
    if (known === null) return this.insert(tx, tender, filing, dto, { complaint: complaint.id });
    if (known.state === 'withdrawn' || known.receivedOn > complaint.receivedOn || dto.paper.another === true)
      throw new Problem('paper_recorded_already', refusePaperAgain('challenge', known.id));
    return known.id;
  }

  private async insert(
    tx: Tx,
    tender: DisputedTender,
    filing: Filing,
    dto: FiledChallenge,
    from: { complaint?: string } = {},
  ): Promise<string> {
    const { body, recordedBy, receivedOn } = filing;
    await assertFirstChallenge(tx, tender, body, dto);
    const calendar = await this.calendars.current();
    const purchase = await loadChallengedPurchase(tx, tender, body, dto, calendar);
    const { scope, lastDay } = scopeOfChallenge(purchase, toDayOfFiling(dto.postedOn, receivedOn), calendar);
    const [made] = await tx.query<{ id: string }>(
      `INSERT INTO challenge (dataset, tender_id, lot_id, region, buyer_id, agent_id, received_at, filed_by, grounds, requests,
         challenger_id, stage, known_on, scope, last_day, step, posted_on, recorded_by, recorder_id, state)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 'received') RETURNING id`,
      [
        tender.dataset,
        tender.id,
        tender.lot_id,
        tender.region,
        tender.buyer_id,
        tender.agent_id,
        filing.receivedAt,
        tx.principal.id,
        dto.grounds,
        dto.requests,
        body,
        dto.stage,
        dto.knownOn ?? null,
        scope,
        lastDay,
        dto.step ?? null,
        dto.postedOn ?? null,
        recordedBy,
        { buyer: tender.buyer_id, agent: tender.agent_id, authority: null }[recordedBy ?? 'authority'],
      ],
    );
    const id = made?.id ?? '';
    await referToPaper(tx, this.references, { table: 'challenge', id }, dto);
    await tx.record({
      ...changeOfRemedy('challenge', { ...tender, id }, body),
      action: 'received',
      to: 'received',
      data: { tender: tender.id, stage: dto.stage, scope, ...(recordedBy && { recordedBy, receivedOn }), ...from },
    });
    if (scope === 'in_scope' || scope === 'undetermined')
      await this.steps.notifySteps(tx, { tender: tender.id, lot: tender.lot_id, kind: 'challenge', id });
    return id;
  }
}

interface FollowingComplaint {
  id: string;
  receivedOn: PlainDate;
}

/** What a challenge says, whoever wrote it down. */
type FiledChallenge = Omit<NewChallengeDto, 'tender' | 'lot' | 'organisation'>;
type PaperChallenge = FiledChallenge & Required<Pick<NewChallengeDto, 'paper'>>;

const listMarks = (tender: DisputedTender, { stage, step = null }: FiledChallenge) => ({
  ...{ table: 'challenge' as const, tender, stage, part: step },
});

function assertStepOfProcess({ stage, step }: FiledChallenge): void {
  if (step === undefined || step === null || stage === 'process') return;
  throw invalid('/step', 'not_allowed_value', { en: 'Only of the process', zh: '仅对采购过程提出质疑时填写' });
}

/**
 * Order 94 article 10: where the documents ask for it, all challenges to one step are made at once. One about every lot is
 * about each; one that was withdrawn or void is none. The lock of the tender keeps two of one body one after the other.
 * @throws Problem `challenged_already`
 */
async function assertFirstChallenge(
  tx: Tx,
  tender: DisputedTender,
  challenger: string,
  { stage, step }: FiledChallenge,
): Promise<void> {
  const [earlier] = await tx.query<{ id: string }>(
    `SELECT x.id FROM challenge x JOIN tender t ON t.id = x.tender_id
     WHERE x.tender_id = $1 AND x.challenger_id = $2 AND x.stage = $3 AND x.state NOT IN ('withdrawn', 'voided')
       AND (x.lot_id IS NULL OR $4::uuid IS NULL OR x.lot_id = $4) AND x.step IS NOT DISTINCT FROM $5
       AND t.terms ->> 'challengesAtOnce' = 'true'
     ORDER BY x.received_at, x.id LIMIT 1`,
    [tender.id, challenger, stage, tender.lot_id, step ?? null],
  );
  const rule = earlier && findRuleInForce('CHALLENGE-ONCE', todayInShanghai(await tx.now()));
  if (!earlier || !rule) return;
  throw new Problem('challenged_already', { ...toRuleRefusal(rule, []), facts: { challenge: earlier.id } });
}

export async function loadChallengedPurchase(
  tx: Tx,
  tender: Pick<DisputedTender, 'id' | 'lot_id'>,
  challenger: string,
  { stage, knownOn }: Pick<NewChallengeDto, 'stage' | 'knownOn'>,
  calendar: WorkingCalendar,
): Promise<ChallengedPurchase> {
  const [row] = await tx.query<{
    result: string | null;
    over: string | null;
    notice: string | null;
    announced: string | null;
    got: Date | null;
    corrected: string | null;
    method: string | null;
    took: boolean;
    complete: boolean;
  }>(
    `SELECT (SELECT max(a.published_on) FROM award a WHERE a.tender_id = t.id AND ($2::uuid IS NULL OR a.lot_id = $2)
         AND a.state IN ('active', 'contracted')) AS result,
       (SELECT CASE WHEN bool_and(e.told IS NOT NULL) THEN max(e.told) END FROM lot l CROSS JOIN LATERAL (SELECT greatest(
            (SELECT max(a.published_on) FROM award a WHERE a.lot_id = l.id),
            (SELECT max(f.data ->> 'publishedOn') FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = t.id
               AND f.kind IN ('failure', 'cancellation') AND (f.lot IS NULL OR f.lot = l.no))) AS told) e
        WHERE l.tender_id = t.id AND ($2::uuid IS NULL OR l.id = $2)) AS over,
       t.plan ->> 'noticeTo' AS notice, t.method,
       (SELECT max(f.data ->> 'publishedOn') FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = t.id
          AND f.kind = 'notice' AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id)) AS announced,
       (SELECT d.requested_at FROM document_request d WHERE d.tender_id = t.id AND d.organisation_id = $3) AS got,
       (SELECT max(f.data ->> 'publishedOn') FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = t.id
          AND f.kind = 'correction' AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id)) AS corrected,
       EXISTS (SELECT FROM bid b WHERE b.tender_id = t.id AND ($2::uuid IS NULL OR b.lot_id = $2) AND b.bidder_id = $3)
         OR EXISTS (SELECT FROM award a WHERE a.tender_id = t.id AND a.supplier_id = $3) AS took,
       (SELECT coalesce(bool_and(l.bid_count IS NOT NULL AND l.bid_count = (
            SELECT count(*) FROM bid b WHERE b.lot_id = l.id AND b.bidder_id IS NOT NULL)), false)
        FROM lot l WHERE l.tender_id = t.id AND ($2::uuid IS NULL OR l.id = $2)) AS complete
     FROM tender t WHERE t.id = $1`,
    [tender.id, tender.lot_id, challenger],
  );
  return {
    stage,
    knownOn: knownOn ?? null,
    resultPublishedOn: row?.result ?? null,
    overOn: row?.over ?? null,
    documentsNoticeTo: noticeEnd(row ?? null, calendar),
    documentsGotOn: row?.got ? todayInShanghai(row.got) : null,
    documentsCorrectedOn: row?.corrected ?? null,
    tookPart: row?.took ? true : row?.complete ? false : null,
  };
}
