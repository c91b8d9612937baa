import { parseYuan } from '../../../kernel/money/money.js';
import type { NewRecordedTender, Yuan } from '../../../purchase/tenders/recording/fact-types.js';
import type { Window } from '../../../purchase/tenders/recording/recorded-window.js';
import type { Pricing } from '../../../law/code-lists/notice-words.js';
import type { LotWords } from '../../../purchase/tenders/conducted/terms/lot-terms.rules.js';
import type { LotRow, OpenTender } from '../../../purchase/tenders/open-tender.js';
import type { LotChange } from '../../../purchase/tenders/tender-changes.service.js';
import type { TenderColumns } from '../../../purchase/tenders/tender-columns.js';

/** What a row says of the round itself, beside its facts. `before`: what it said when it was stored earlier. */
export interface SaidOfRound {
  tender: NewRecordedTender;
  /** Under their numbers in the round. */
  lots: readonly {
    no: number;
    name: string | null;
    ceiling: Yuan | null;
    budget: Yuan | null;
    pricing: Pricing | null;
    /** Its own, where the round has several lots. */
    window?: Window;
    termText?: string;
  }[];
}

const fen = (yuan: Yuan | null | undefined): string | null => (yuan ? parseYuan(yuan).toString() : null);
const formatWindow = ({ window }: NewRecordedTender): string =>
  JSON.stringify([window?.start ?? null, window?.end ?? null]);

const toRoundColumns = (tender: NewRecordedTender) => ({
  title: tender.title,
  method: tender.method ?? null,
  category: tender.category ?? null,
  region: tender.region ?? null,
  region_text: tender.regionText ?? null,
  budget: fen(tender.budget),
  project_no: tender.projectNo ?? null,
  term_text: tender.termText ?? null,
});

/**
 * A row completes what is not known of its round yet, and changes what it had said itself: a value that another row of
 * the round said stands.
 */
export function roundChanges(
  open: OpenTender,
  now: SaidOfRound,
  before: SaidOfRound | null,
): { columns: TenderColumns; lots: LotChange[] } {
  const mayChange = (current: string | null, earlier: string | null | undefined): boolean =>
    current === null || (before !== null && current === earlier);
  const said = before && toRoundColumns(before.tender);
  const columns: TenderColumns = {};
  for (const [name, value] of Object.entries(toRoundColumns(now.tender))) {
    const column = name as keyof ReturnType<typeof toRoundColumns>;
    if (mayChange(open.tender[column], said?.[column])) Object.assign(columns, { [column]: value });
  }
  const { window_start, window_end } = open.tender;
  const window = JSON.stringify([window_start, window_end]);
  if ((window_start === null && window_end === null) || (before && window === formatWindow(before.tender)))
    Object.assign(columns, {
      window_start: now.tender.window?.start ?? null,
      window_end: now.tender.window?.end ?? null,
    });
  return { columns, lots: open.lots.flatMap((lot) => lotChange(lot, now, before)) };
}

function lotChange(lot: OpenTender['lots'][number], now: SaidOfRound, before: SaidOfRound | null): LotChange[] {
  const given = now.lots.find(({ no }) => no === lot.no);
  if (!given) return [];
  const earlier = before?.lots.find(({ no }) => no === lot.no);
  const mayChange = (current: string | null, said: string | null | undefined): boolean =>
    current === null || (earlier !== undefined && current === said);
  const pick = (current: string | null, value: string | null, said: string | null | undefined): string | null =>
    mayChange(current, said) ? value : current;
  const change = {
    no: lot.no,
    name: pick(lot.name, given.name, earlier?.name),
    ceiling: pick(lot.ceiling, fen(given.ceiling), fen(earlier?.ceiling)),
    budget: pick(lot.budget, fen(given.budget), fen(earlier?.budget)),
    pricing: mayChange(lot.pricing, earlier?.pricing) ? given.pricing : lot.pricing,
  };
  const words = wordsChange(lot, given, earlier);
  const isSame = (['name', 'ceiling', 'budget', 'pricing'] as const).every((field) => change[field] === lot[field]);
  return isSame && words === null ? [] : [{ ...change, ...words }];
}

type SaidOfLot = SaidOfRound['lots'][number];
type Edges = LotWords['window'];
const toEdges = (window: Window | undefined): Edges => ({ start: window?.start ?? null, end: window?.end ?? null });
const isSameWindow = (a: Edges, b: Edges): boolean => a.start === b.start && a.end === b.end;

/** Its own window and term, by the same rule; null where they stay. Its lines and documents are not a file's to say. */
function wordsChange(lot: LotRow, given: SaidOfLot, earlier: SaidOfLot | undefined): LotWords | null {
  const stored = toEdges(lot.window);
  const mayMove =
    isSameWindow(stored, toEdges(undefined)) || (earlier && isSameWindow(stored, toEdges(earlier.window)));
  const mayReword = lot.termText === null || (earlier && lot.termText === (earlier.termText ?? null));
  const window = mayMove ? toEdges(given.window) : stored;
  const termText = mayReword ? (given.termText ?? null) : lot.termText;
  if (isSameWindow(window, stored) && termText === lot.termText) return null;
  return { window, termText, serviceLines: lot.serviceLines, terms: lot.terms };
}
