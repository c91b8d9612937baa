import { parseYuan, sumFen } from '../../../kernel/money/money.js';
import type { Method } from '../../../law/code-lists/methods.js';
import { getNoticeWords } from '../../../law/code-lists/notice-words.js';
import type { NoticeKind } from '../../../law/code-lists/code-lists.js';
import { DOCUMENT_TYPES, PROCUREMENT_METHODS } from '../../../opendata/codes.js';
import type { Moment, NewRecordedTender, PartialDate } from '../../../purchase/tenders/recording/fact-types.js';
import { tenderFact } from '../../../purchase/tenders/recording/given-fact.js';
import { isJsonObject, type JsonObject } from '../../notices/notice-row-reader.js';
import { dropUnknown, toSource, type MappedDocument, type TenderFacts } from './mapped-types.js';
import { readWindow, type MappedLot } from './release-lots.js';
import { findForeignCurrency, type ReleaseReading } from './release-reading.js';

const CATEGORIES = getNoticeWords('categories');
const CATEGORY_SCHEME = 'x_throughline_category';
/** The Chinese terms of each method: that of an export, and those that notices use. */
const TERMS: Readonly<Record<string, Method>> = Object.fromEntries(
  Object.entries(getNoticeWords('methods')).filter(([word]) => /\p{Script=Han}/u.test(word)),
);
/** Kinds of competition that one method of the law alone has. */
const ONLY_METHODS: Readonly<Record<string, Method>> = { open: 'OPEN_TENDER', direct: 'SINGLE_SOURCE' };
const KINDS: Readonly<Record<string, NoticeKind>> = Object.fromEntries(
  Object.entries(DOCUMENT_TYPES)
    .filter(([kind]) => kind !== 'single_source')
    .map(([kind, type]) => [type, kind as NoticeKind]),
);

/** By the term, else by the kind of competition where that is enough. */
function readMethod(tender: ReleaseReading): Method | null {
  const term = tender.peek('procurementMethodDetails');
  const kind = tender.peek('procurementMethod');
  const said = typeof term === 'string' && Object.hasOwn(TERMS, term) ? (TERMS[term] ?? null) : null;
  if (said !== null) {
    tender.consume('procurementMethodDetails');
    if (kind === PROCUREMENT_METHODS[said]) tender.consume('procurementMethod');
    return said;
  }
  const only = typeof kind === 'string' && Object.hasOwn(ONLY_METHODS, kind) ? (ONLY_METHODS[kind] ?? null) : null;
  if (only !== null) tender.consume('procurementMethod');
  return only;
}

/** What the tender says of itself; items of an export say of each lot what it is for. */
export function readTenderColumns(
  tender: ReleaseReading | null,
  planning: ReleaseReading | null,
  lots: readonly MappedLot[],
  title: string,
): Pick<NewRecordedTender, 'method' | 'category' | 'budget' | 'window' | 'lots'> {
  const budget = planning?.part('budget')?.amount('amount') ?? null;
  const window = readWindow(tender?.part('contractPeriod') ?? null);
  const columns = { method: tender && readMethod(tender), budget, window };
  tender?.consumeSame('mainProcurementCategory', 'services');
  return {
    ...columns,
    category: tender && readCategory(tender, lots, title),
    lots: lots.map(({ no, name, ceiling, window: own, reading }) => ({
      no,
      name,
      // Of a process without lots the value is that of the whole.
      ceiling: reading === null ? (tender?.amount('value') ?? null) : ceiling,
      budget: null,
      pricing: null,
      // What all lots have is the tender's.
      ...(own !== null && !isSame(own, window) && { window: own }),
    })),
  };
}

const isSame = (a: object, b: object | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The value of the tender in yuan follows from its lots where it is their sum. Of a process without lots it is read already. */
export function consumeTotal(tender: ReleaseReading, lots: readonly MappedLot[]): void {
  const value = tender.peek('value');
  if (lots.some(({ reading }) => reading === null) || !isJsonObject(value)) return;
  const { amount, currency } = value;
  if (typeof amount !== 'number') return;
  const reason = findForeignCurrency(currency);
  if (reason !== null) return tender.lose('value', reason);
  const known = lots.flatMap(({ ceiling }) => (ceiling ? [parseYuan(ceiling)] : []));
  if (lots.length === known.length && Number(sumFen(known)) / 100 === amount) tender.consume('value');
}

function readCategory(
  tender: ReleaseReading,
  lots: readonly MappedLot[],
  title: string,
): NewRecordedTender['category'] {
  let category: NewRecordedTender['category'] = null;
  for (const item of tender.list('items')) {
    const lot = lots.find(({ id }) => id === item.peek('relatedLot'));
    const classification = item.peek('classification') as JsonObject | undefined;
    if (classification?.['scheme'] === CATEGORY_SCHEME) {
      const code = item.part('classification');
      const found = code?.word('id', CATEGORIES) ?? null;
      category ??= found;
      if (found !== null && found === category) code?.consume('scheme', 'description');
    }
    if (lot === undefined) continue;
    item.consumeSame('description', lot.name ?? title);
    item.id();
    item.consume('relatedLot');
  }
  return category;
}

/** The documents that are notices; of others nothing is read. */
export function readDocuments(
  section: 'planning' | 'tender',
  part: ReleaseReading | null,
  method: string | null,
  deadline: Moment | null,
): MappedDocument[] {
  return (part?.list('documents') ?? []).flatMap((document): MappedDocument[] => {
    const type = document.peek('documentType');
    const said = typeof type === 'string' && Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
    if (said === undefined) return [];
    const kind = said === 'tender' && method === 'SINGLE_SOURCE' ? 'single_source' : said;
    document.consume('documentType');
    document.consumeSame('language', 'zh');
    return [
      {
        part: `${section}/documents/${document.id()}`,
        kind,
        title: document.cutText('title', 500),
        published: document.day('datePublished'),
        url: readAddress(document),
        deadline: isCall(kind) ? deadline : null,
        raw: { document: document.source },
      },
    ];
  });
}

const isCall = (kind: NoticeKind): boolean => kind === 'tender' || kind === 'single_source';

function readAddress(document: ReleaseReading): string | null {
  const url = document.peek('url');
  if (typeof url !== 'string' || url.length > 2000 || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  document.consume('url');
  return url;
}

/** When bids may be handed in. */
interface CallPeriod {
  start: PartialDate | null;
  deadline: Moment | null;
  reading: ReleaseReading | null;
}
export function readCallPeriod(tender: ReleaseReading | null): CallPeriod {
  const reading = tender?.part('tenderPeriod') ?? null;
  return { start: reading?.day('startDate') ?? null, deadline: reading?.moment('endDate', 'end') ?? null, reading };
}

/** Call, corrections and answers. The call was published when its notice was; else when its period began. */
export function readCallFacts(
  tender: ReleaseReading,
  ocid: string,
  { start, deadline, reading }: CallPeriod,
  documents: readonly MappedDocument[],
): TenderFacts {
  const announced = documents.flatMap(({ kind, published }) => (isCall(kind) && published !== null ? [published] : []));
  const [first = null] = announced.sort();
  const isCalled = tender.peek('status') === 'active' || start !== null || deadline !== null;
  if (start !== null && first !== null && start !== first) reading?.note('derived', 'startDate');
  const data = dropUnknown({ publishedOn: first ?? start, deadline });
  const notice = { fact: tenderFact('notice', null, data, toSource(ocid)), pointer: '/tender/tenderPeriod' };
  const corrections = tender.list('amendments').map((amendment, i) => ({
    fact: tenderFact(
      'correction',
      null,
      dropUnknown({ publishedOn: amendment.day('date') }),
      toSource(ocid, `amendments/${amendment.id()}`),
    ),
    pointer: `/tender/amendments/${i}`,
  }));
  const answers = tender.list('enquiries').flatMap((enquiry) => {
    const text = enquiry.text('answer', 10_000);
    if (text === null) return [];
    const answer = dropUnknown({ text, publishedOn: enquiry.day('dateAnswered') });
    const source = toSource(ocid, `enquiries/${enquiry.id()}`);
    return [{ fact: tenderFact('clarification', null, answer, source), pointer: enquiry.pointer }];
  });
  return [...(isCalled ? [notice] : []), ...corrections, ...answers];
}
