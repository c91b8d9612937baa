import type { FieldError } from '../../../kernel/errors/problem.js';
import { listDocumentChanges } from '../corrections/document-changes.rules.js';
import { LOT_MEMBERS, type LotTerms, type LotWords } from '../conducted/terms/lot-terms.rules.js';
import type { Window } from '../recording/recorded-window.js';

/** Members of the documents as a request says them of a lot; null: as its tender. */
export type GivenLotTerms = { readonly [K in keyof LotTerms]?: LotTerms[K] | null | undefined };

/** What a request says of a lot for itself: absent, it stays as it is; null, it is as its tender. */
export interface GivenLotWords {
  window?: Window | null;
  termText?: string | null;
  serviceLines?: readonly string[] | null;
  /** All of its own members. */
  terms?: GivenLotTerms | null;
}

/** RFC 7396 on the own members of a lot: null removes, nothing is stored for what is as its tender. */
export function mergeLotTerms(stored: LotTerms, given: GivenLotTerms): LotTerms {
  const merged: Partial<Record<keyof LotTerms, unknown>> = { ...stored };
  for (const name of LOT_MEMBERS) {
    const value = given[name];
    if (value === null) delete merged[name];
    else if (value !== undefined) merged[name] = value;
  }
  return merged as LotTerms;
}

/** A lot's own words as they shall stand; a window member by member. */
export function applyLotWords(stored: LotWords, given: GivenLotWords): LotWords {
  const { window, termText, serviceLines, terms } = given;
  const edge = (name: 'start' | 'end') => (window?.[name] === undefined ? stored.window[name] : window[name]);
  return {
    window: window === null ? { start: null, end: null } : { start: edge('start'), end: edge('end') },
    termText: termText === undefined ? stored.termText : termText,
    serviceLines:
      serviceLines === undefined
        ? stored.serviceLines
        : [...new Set(serviceLines?.map((line) => line.toLowerCase()))].sort(),
    terms: terms === undefined ? stored.terms : mergeLotTerms({}, terms ?? {}),
  };
}

/** Names of the members that two states of a lot's own words have otherwise. */
export function listChangedWords(before: LotWords, after: LotWords): string[] {
  const toPlain = ({ window, termText, serviceLines, terms }: LotWords): unknown =>
    JSON.parse(JSON.stringify({ window, termText, serviceLines, terms }));
  const changes = listDocumentChanges(toPlain(before), toPlain(after));
  const names = changes.map(({ path }) => path.split('/').slice(1, path.startsWith('/terms/') ? 3 : 2));
  return [...new Set(names.map((name) => name.join('.')))];
}

/** Lines that two of the lots would serve, at the later of both. */
export function findLineOverlaps(lots: readonly { no: number; serviceLines: readonly string[] }[]): FieldError[] {
  return lots.flatMap(({ serviceLines }, i): FieldError[] => {
    const other = lots.slice(0, i).find((lot) => lot.serviceLines.some((line) => serviceLines.includes(line)));
    if (other === undefined) return [];
    const text = { en: `Lot ${other.no} serves one of these lines`, zh: `其中的服务线已由第${other.no}包服务` };
    return [{ pointer: `/lots/${i}/serviceLines`, code: 'not_unique', text }];
  });
}
