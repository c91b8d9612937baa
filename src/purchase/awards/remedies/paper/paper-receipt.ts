import { holdsPermission } from '../../../../kernel/access/held.js';
import { toScope } from '../../../../kernel/access/scope.js';
import { actingBody } from '../../../../kernel/access/acting.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import type { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { Problem, type ProblemDetails } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { assertStandingBodies } from '../../../../people/organisations/merges/standing-records.js';
import { isSupplierKind } from '../../../../people/organisations/organisation-codes.js';
import { toRuleRefusal } from '../../../tenders/conducted/issue.rules.js';
import { buyersSql } from '../../../tenders/conducted/terms/joint-buyers.queries.js';
import { hasInterest, mustBeFree } from '../../../tenders/oversight/interest.js';
import { mustHaveHappened } from '../filing-days.js';
import { decidesRemedy, FILER, type DisputedTender, type RemedyTable } from '../remedy-root.js';
import type { NewChallengeDto, NewComplaintDto } from '../remedy.dto.js';
import type { RemedyRecorder } from '../remedy.rules.js';

type Filed = Pick<NewChallengeDto & NewComplaintDto, 'organisation' | 'postedOn' | 'knownOn' | 'paper'>;

/** Whose challenge or complaint it is and when it came; `recordedBy`: who wrote down what came on paper. */
export interface Filing {
  body: string;
  recordedBy: RemedyRecorder | null;
  receivedOn: PlainDate;
  receivedAt: Date;
}

/** The own body of who files it here; null where its paper is recorded by somebody else, which the purchase decides on. */
export const findFilingBody = (principal: Principal, table: RemedyTable, dto: Filed): string | null =>
  dto.paper ? null : actingBody(principal, `${table}.file`, dto.organisation, '/organisation');

/** What is filed here comes now; what came on paper came on its day, and is recorded by who answers or decides it. */
export async function resolveFiling(
  tx: Tx,
  { table, tender, own }: { table: RemedyTable; tender: DisputedTender; own: string | null },
  dto: Filed,
): Promise<Filing> {
  const now = await tx.now();
  const today = todayInShanghai(now);
  mustHaveHappened('knownOn', dto.knownOn, today);
  mustHaveHappened('postedOn', dto.postedOn, today);
  if (own !== null || !dto.paper) return { body: own ?? '', recordedBy: null, receivedOn: today, receivedAt: now };
  const recordedBy = getRecorder(tx.principal, table, tender);
  const body = dto.organisation?.toLowerCase();
  if (body === undefined)
    throw invalid('/organisation', 'required', { en: 'The body whose paper it is', zh: '请指明提出该书面材料的单位' });
  await assertSupplier(tx, tender, body);
  if (table === 'challenge') await mustBeFree(tx, body);
  else if (await hasInterest(tx, body))
    throw new Problem('acts_with_interest', toRuleRefusal(getRule('CIVIL-SERVANT-RECUSE'), []));
  return { body, recordedBy, ...deriveReceipt(table, dto, dto.paper.receivedOn, now) };
}

/**
 * When a paper came, which is no day to come, and none before it was posted or known.
 * @throws Problem `dated_in_future`, `validation_failed`
 */
export function deriveReceipt(
  table: RemedyTable,
  dto: Pick<Filed, 'postedOn' | 'knownOn'>,
  receivedOn: PlainDate,
  now: Date,
): Pick<Filing, 'receivedOn' | 'receivedAt'> {
  mustHaveHappened('paper/receivedOn', receivedOn, todayInShanghai(now));
  for (const field of ['knownOn', 'postedOn'] as const)
    if ((dto[field] ?? receivedOn) > receivedOn)
      throw invalid(`/${field}`, 'not_allowed_value', {
        en: 'Not after the day on which it was received',
        zh: '不得晚于收到之日',
      });
  return { receivedOn, receivedAt: toInstantOfReceipt(table, receivedOn, now) };
}

/**
 * Challenges are answered by the buyer or its agent, complaints decided by an authority that sees the region, or that they are for.
 * @throws Problem `not_permitted`
 */
export function getRecorder(
  principal: Principal,
  table: RemedyTable,
  of: Pick<DisputedTender, 'region' | 'buyer_id' | 'agent_id' | 'competent'>,
): RemedyRecorder {
  if (table === 'complaint') {
    if (decidesRemedy(principal, of)) return 'authority';
  } else {
    if (holdsPermission(principal, 'challenge.answer', [of.buyer_id])) return 'buyer';
    if (holdsPermission(principal, 'challenge.answer', [of.agent_id])) return 'agent';
  }
  throw new Problem('not_permitted');
}

/** It is on record, stands, and is one that could have bid; of a body whose kind is not known that is not denied. */
async function assertSupplier(tx: Tx, tender: DisputedTender, body: string): Promise<void> {
  await assertStandingBodies(tx, tender.dataset, [body], () => '/organisation');
  const [row] = await tx.query<{ kind: string | null; party: boolean }>(
    `SELECT o.kind, coalesce(o.id = ANY (${buyersSql('t')} || t.agent_id), false) AS party
     FROM organisation o CROSS JOIN tender t WHERE o.id = $1 AND t.id = $2`,
    [body, tender.id],
  );
  const kind = row?.kind ?? null;
  if (row?.party || (kind !== null && !isSupplierKind(kind)))
    throw Problem.ofField('body_no_supplier', '/organisation', {
      en: 'Not a body that may take part as a supplier',
      zh: '该单位不是可以参加采购活动的供应商',
    });
}

/** The hour is not known: of one day a challenge comes before the complaint that follows it. */
function toInstantOfReceipt(table: RemedyTable, receivedOn: PlainDate, now: Date): Date {
  if (receivedOn === todayInShanghai(now)) return now;
  return new Date(`${receivedOn}T${table === 'challenge' ? '00:00:00' : '23:59:59.999'}+08:00`);
}

/**
 * A paper cannot have come, nor been posted, before what it is about was known: the challenge that it follows, the result, or the notice of the
 * purchase. Where no day is known nothing is refused.
 * @throws Problem `received_before_event`
 */
export async function assertDayOfReceipt(
  tx: Tx,
  about: { tender: DisputedTender; stage: string; challenge: string | null },
  { recordedBy, receivedOn }: Filing,
  postedOn: PlainDate | null = null,
): Promise<void> {
  if (recordedBy === null) return;
  const sentOn = postedOn ?? receivedOn;
  const { tender, stage, challenge } = about;
  const [known] = await tx.query<{ challenged: string | null; result: string | null; notice: string | null }>(
    `SELECT (SELECT (c.received_at AT TIME ZONE 'Asia/Shanghai')::date::text FROM challenge c WHERE c.id = $3) AS challenged,
       least((SELECT min(a.published_on) FROM award a WHERE a.tender_id = $1
           AND ($2::uuid IS NULL OR a.lot_id IS NULL OR a.lot_id = $2)),
         (SELECT min(f.data ->> 'publishedOn') FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = $1
           AND f.kind IN ('failure', 'cancellation')
           AND ($2::uuid IS NULL OR f.lot IS NULL OR f.lot = (SELECT l.no FROM lot l WHERE l.id = $2)))) AS result,
       (SELECT min(f.data ->> 'publishedOn') FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = $1
          AND f.kind = 'notice') AS notice`,
    [tender.id, tender.lot_id, challenge],
  );
  const isOfResult = stage === 'result' || stage === 'failure';
  const event = known?.challenged ?? (isOfResult ? known?.result : null) ?? known?.notice ?? null;
  if (event === null || sentOn >= event) return;
  throw new Problem('received_before_event', {
    facts: { event, receivedOn },
    errors: [
      {
        pointer: postedOn === null ? '/paper/receivedOn' : '/postedOn',
        code: 'received_before_event',
        text: BEFORE_EVENT,
      },
    ],
  });
}

const BEFORE_EVENT = {
  en: 'Before the challenge, result or notice that it is about',
  zh: '早于其所针对的质疑、采购结果或者采购公告',
};

/** What tells two of one paper apart beside what it is about: of each step, or after each challenge, a paper is recorded once. */
const PART = { challenge: 'step', complaint: 'challenge_id' } as const;

/** What a paper is about, by which it is told from others of its body. */
interface AboutPaper {
  table: RemedyTable;
  tender: DisputedTender;
  stage: string;
  part: string | null;
}

/**
 * One paper is recorded once: not by the buyer and its agent, nor by two persons. Several of one day are told apart by who
 * says so (`another`), or by the days on which both were posted, never where all that is handed in stands there already.
 * @throws Problem `paper_recorded_already`
 */
export async function assertNewPaper(tx: Tx, about: AboutPaper, filing: Filing, dto: Filed): Promise<void> {
  const found = await findRecordedPaper(tx, about, filing, dto);
  if (found !== null) throw new Problem('paper_recorded_already', refusePaperAgain(about.table, found.id));
}

/** What a paper was recorded as before. */
interface RecordedPaper {
  id: string;
  state: string;
  receivedOn: PlainDate;
}

/** The challenge or complaint that this paper was recorded as before, of several rather one that was not withdrawn. */
export async function findRecordedPaper(
  tx: Tx,
  { table, tender, stage, part }: AboutPaper,
  { body, recordedBy, receivedOn }: Filing,
  { paper, postedOn }: Pick<Filed, 'paper' | 'postedOn'>,
): Promise<RecordedPaper | null> {
  if (recordedBy === null || !paper) return null;
  const [found] = await tx.query<RecordedPaper>(
    `SELECT x.id, x.state, (x.received_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "receivedOn" FROM ${table} x
     WHERE x.tender_id = $1 AND x.${FILER[table]} = $2 AND x.lot_id IS NOT DISTINCT FROM $3::uuid AND x.stage = $4
       AND x.${PART[table]}::text IS NOT DISTINCT FROM $5 AND x.recorded_by IS NOT NULL AND x.state <> 'voided'
       AND (NOT $6::boolean AND (x.received_at AT TIME ZONE 'Asia/Shanghai')::date = $7::date
           AND coalesce(x.posted_on = $8::date, true)
         OR ${holdsDocumentsSql(table, '$9')})
     ORDER BY x.state = 'withdrawn', x.received_at, x.id LIMIT 1`,
    [
      ...[tender.id, body, tender.lot_id, stage, part?.toLowerCase() ?? null],
      ...[paper.another === true, receivedOn, postedOn ?? null, paper.documents],
    ],
  );
  return found ?? null;
}

/** Names what was recorded already. */
export const refusePaperAgain = (table: RemedyTable, id: string): ProblemDetails => ({
  facts: { [table]: id },
  errors: [
    {
      pointer: '/paper',
      code: 'paper_recorded_already',
      text: {
        en: 'Recorded already; of another paper of the same day say so (another), with what came with it',
        zh: '该书面材料已录入；同日收到的另一份材料请注明（another）并附其材料',
      },
    },
  ],
});

/** SQL: each of these documents stands in the challenge or complaint `x` already, by its content; not counting some that stand there. */
export const holdsDocumentsSql = (table: RemedyTable, documents: string, but = `'{}'`): string =>
  `NOT EXISTS (SELECT FROM unnest(${documents}::uuid[]) g(id) LEFT JOIN document n ON n.id = g.id
     WHERE NOT EXISTS (SELECT FROM document_reference r JOIN document o ON o.id = r.document_id
       WHERE r.root_type = '${table}' AND r.root_id = x.id AND o.sha256 = n.sha256 AND r.document_id <> ALL (${but}::uuid[])))`;

/** What the parties read beside the words: the paper itself. @returns what they did not read before */
export async function referToPaper(
  tx: Tx,
  references: DocumentReferences,
  { table, id }: { table: RemedyTable; id: string },
  { paper }: Pick<Filed, 'paper'>,
): Promise<string[]> {
  return references.refer(tx, toScope(tx.principal), table, id, paper?.documents ?? [], '/paper/documents');
}
