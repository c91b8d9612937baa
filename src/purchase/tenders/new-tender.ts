import { randomUUID } from 'node:crypto';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import { addExternalIds } from '../../kernel/database/external-ids/external-ids.js';
import { holdsPermission } from '../../kernel/access/held.js';
import { mustBeInDataset } from '../../kernel/database/kept.js';
import { noteMovedReference } from '../../people/organisations/merges/merge-references.js';
import { assertStandingBodies } from '../../people/organisations/merges/standing-records.js';
import { Sql } from '../../kernel/database/sql.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { findLastingRegion } from '../../kernel/identity/region-text.rules.js';
import { parseYuan } from '../../kernel/money/money.js';
import { NO_OWN_WORDS, deriveLotWindow, listOwnMembers, type LotWords } from './conducted/terms/lot-terms.rules.js';
import { NO_PLAN, NO_TERMS, type TenderPlan, type TenderTerms } from './conducted/terms/terms-types.js';
import { findMissingFacts } from './purchases/completeness.rules.js';
import type { NewRecordedTender, Yuan } from './recording/fact-types.js';
import { mustEndAfterStart } from './recording/fact-check.js';
import { toTenderChange, type LotRow, type OpenTender } from './open-tender.js';
import type { TenderBase } from './purchases/purchase-types.js';
import { assertLotWords, storeLotWords } from './lots/lot-words.js';
import { applyLotWords } from './lots/lot-words.rules.js';
import { insertLots, insertTenderRow } from './new-rows.js';
import { keptPurchase, TENDER_PARTIES } from './reads/tender-visibility.js';

/** A new round of a purchase that is known, or an id that is fixed. */
export interface CreateOptions {
  round?: { purchase: string };
  id?: string;
  /** What a draft that is conducted here begins with: a copy has it from its origin. */
  draft?: { terms: TenderTerms; plan: TenderPlan; agent: string | null; copiedFrom: string };
}
type GivenLots = NonNullable<NewRecordedTender['lots']>;
type NewLots = (GivenLots[number] & LotWords)[];

const fen = (yuan: Yuan | null | undefined): string | null => (yuan ? parseYuan(yuan).toString() : null);

/** Stores a tender with its lots, lines and external ids. It is its first version. */
export async function insertTender(tx: Tx, said: NewRecordedTender, options: CreateOptions): Promise<OpenTender> {
  const given = { ...said, region: chooseRegion(said) };
  const scope = toScope(tx.principal);
  mustEndAfterStart(given.window, '/window/end');
  const here = given.conducted === 'here';
  if (here) {
    mustBeWriter(tx, given);
    mustChooseOne(given.lots ?? []);
  }
  // A purchase that is not divided is one lot.
  const lots = (given.lots?.length ? given.lots : [{ no: 1 }]).map((lot) => ({
    ...lot,
    ...applyLotWords(NO_OWN_WORDS, lot),
  }));
  const named = [...new Set(given.serviceLines?.map((id) => id.toLowerCase()))].sort();
  await mustBelong(tx, scope, given, named);
  const { dataset, conducted = 'elsewhere', window } = given;
  await assertLotWords(
    tx,
    { dataset, conducted, buyer: given.buyer ?? null, window: window ?? {} },
    given.lots ?? [],
    lots,
  );
  const serviceLines = [...new Set([...named, ...lots.flatMap((lot) => lot.serviceLines)])].sort();
  const purchase = given.follows
    ? await loadEarlierPurchase(tx, scope, given.follows, given.dataset)
    : options.round?.purchase;
  const tender = await insertTenderRow(tx, {
    ...given,
    id: options.id ?? randomUUID(),
    purchase: purchase ?? randomUUID(),
    round: purchase === undefined ? 1 : await nextRound(tx, purchase),
    conducted: here ? 'here' : 'elsewhere',
    budget: fen(given.budget),
    start: given.window?.start ?? null,
    end: given.window?.end ?? null,
    completeness: here ? [] : findMissingFacts(toNewBase(given, lots, serviceLines.length), []),
    state: here ? 'draft' : null,
    terms: here ? (options.draft?.terms ?? NO_TERMS) : null,
    plan: here ? (options.draft?.plan ?? NO_PLAN) : null,
    writer: here ? tx.principal.id : null,
    agent: options.draft?.agent ?? null,
    origin: options.draft?.copiedFrom ?? null,
  });
  const buyer = given.buyer?.toLowerCase();
  if (buyer !== undefined && tender.buyer_id !== buyer)
    await noteMovedReference(tx, [buyer], { type: 'tender', id: tender.id, field: 'buyer' });
  const stored = await addLots(tx, tender.id, lots);
  if (serviceLines.length > 0)
    await tx.query(`INSERT INTO tender_service_line (tender_id, service_line_id) SELECT $1, unnest($2::uuid[])`, [
      tender.id,
      serviceLines,
    ]);
  await addExternalIds(tx, 'tender', given.dataset, tender.id, given.externalIds ?? []);
  const speaking = lots.filter((lot) => listOwnMembers(lot).length > 0);
  await storeLotWords(tx, tender.id, speaking);
  const action = here ? { action: 'drafted', to: 'draft' } : { action: 'recorded' };
  await tx.record({ ...toTenderChange(tender), ...action, data: { title: given.title } });
  return { tender, lots: stored, serviceLines, facts: [], isNew: true };
}

/**
 * A region that is named and not coded has the code of its place, where the place never changed its own: on which day the
 * purchase was announced is not known yet.
 */
const chooseRegion = ({ region, regionText }: NewRecordedTender): string | null =>
  region === undefined && regionText ? findLastingRegion(regionText) : (region ?? null);

/** A draft is written by a person of its buyer who may write drafts. */
function mustBeWriter(tx: Tx, given: NewRecordedTender): void {
  if (!tx.principal.permissions.has('tender.draft')) throw new Problem('not_permitted');
  if (!given.buyer) throw missing('/buyer', { en: 'Who buys?', zh: '请指明采购人' });
}

/** A framework, whose lots have several suppliers, is not conducted here: its result is recorded. */
export function mustChooseOne(lots: readonly { suppliersMost?: number | null }[]): void {
  const several = lots.findIndex(({ suppliersMost }) => (suppliersMost ?? 1) > 1);
  if (several >= 0)
    throw Problem.ofField('several_suppliers_not_conducted', `/lots/${several}/suppliersMost`, {
      en: 'A lot that is purchased here has one supplier',
      zh: '在本系统执行的采购，每个采购包只确定一家供应商',
    });
}

/** One of the caller's bodies, and one in which the caller may write or record purchases. */
function mustActForBuyer(scope: Scope, buyer: string, here: boolean): void {
  if (!scope.organisations.includes(buyer))
    throw missing('/buyer', { en: 'Not one of your bodies', zh: '不是您所属的机构' });
  if (!holdsPermission(scope, here ? 'tender.draft' : 'tender.record', [buyer])) throw new Problem('not_permitted');
}

const toNewBase = (given: NewRecordedTender, lots: NewLots, serviceLines: number): TenderBase => ({
  title: given.title,
  buyer: given.buyer ?? null,
  method: given.method ?? null,
  category: given.category ?? null,
  region: given.region ?? null,
  regionText: given.regionText ?? null,
  window: given.window ?? {},
  serviceLines,
  lots: lots.map(({ no, ceiling, suppliersMost = null, window, serviceLines: own }) => ({
    no,
    ceiling: ceiling ? parseYuan(ceiling) : null,
    suppliersMost,
    window: deriveLotWindow(given.window ?? {}, window),
    ownLines: own.length,
  })),
});

/** Stores lots of a tender; their own words are another table's. */
export async function addLots(tx: Tx, tender: string, lots: NewLots): Promise<LotRow[]> {
  const rows = await insertLots(
    tx,
    lots.map((l) => ({ ...l, tender, ceiling: fen(l.ceiling), budget: fen(l.budget) })),
  );
  const selectWords = ({ no }: { no: number }): LotWords => {
    const { window, termText, serviceLines, terms } = lots.find((lot) => lot.no === no) ?? NO_OWN_WORDS;
    return { window, termText, serviceLines, terms };
  };
  return rows.map((row) => ({ ...row, ...selectWords(row) })).sort((a, b) => a.no - b.no);
}

/** Buyer, programme and lines belong to the tender's dataset; a person records for the own bodies alone. */
async function mustBelong(
  tx: Tx,
  scope: Scope,
  given: NewRecordedTender,
  serviceLines: readonly string[],
): Promise<void> {
  if (given.buyer && !scope.everything) mustActForBuyer(scope, given.buyer.toLowerCase(), given.conducted === 'here');
  const numbers = given.lots?.map((l) => l.no) ?? [];
  if (new Set(numbers).size !== numbers.length)
    throw invalid('/lots', 'not_unique', { en: 'Two lots have one number', zh: '包号重复' });
  // A file and the demonstration name bodies that they have just looked up or made.
  if (!scope.everything) await assertStandingBodies(tx, given.dataset, [given.buyer], () => '/buyer');
  await assertBuyerProgramme(tx, scope, given.dataset, given.buyer ?? null, given.programme);
  await mustBeInDataset(tx, 'service_line', given.dataset, serviceLines, () => '/serviceLines');
}

/** A programme of the dataset, and of the buyer: nobody spends another body's budget. */
export async function assertBuyerProgramme(
  tx: Tx,
  scope: Scope,
  dataset: string,
  buyer: string | null,
  programme: string | null | undefined,
): Promise<void> {
  if (!programme) return;
  const rows = await tx.query(`SELECT 1 FROM programme WHERE id = $1 AND dataset = $2 AND ($3 OR buyer_id = $4)`, [
    programme,
    dataset,
    scope.everything,
    buyer,
  ]);
  if (rows.length === 0)
    throw Problem.ofField('dataset_mismatch', '/programme', {
      en: 'Not a programme of this buyer and dataset',
      zh: '不是该采购人在该数据集中的计划',
    });
}

/** The purchase of an earlier round, which must be the caller's own too: rounds share what is said of the purchase. */
async function loadEarlierPurchase(tx: Tx, scope: Scope, earlier: string, dataset: string): Promise<string> {
  const sql = new Sql();
  keptPurchase(sql.and(`r.id = ${sql.p(earlier)}`).and(`r.dataset = ${sql.p(dataset)}`), scope, TENDER_PARTIES);
  const [row] = await tx.query<{ purchase: string }>(
    `SELECT r.purchase_id AS purchase FROM tender r WHERE ${sql.where}`,
    sql.params,
  );
  if (!row) throw missing('/follows', { en: 'No such round of yours', zh: '没有这一轮采购，或不是您的采购' });
  return row.purchase;
}

/** Two rounds that begin at once get two numbers: the second waits for the first. */
async function nextRound(tx: Tx, purchase: string): Promise<number> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('round of ' || $1, 0))`, [purchase]);
  const [row] = await tx.query<{ no: number }>(`SELECT max(round) + 1 AS no FROM tender WHERE purchase_id = $1`, [
    purchase,
  ]);
  return row?.no ?? 1;
}

const missing = (pointer: string, text: { en: string; zh: string }): Problem =>
  new Problem('not_found', { errors: [{ pointer, code: 'not_found', text }] });
