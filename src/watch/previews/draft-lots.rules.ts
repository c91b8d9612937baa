import type { WindowDates } from '../facts/fact-types.js';
import type { DraftTenderDto } from './preview.dto.js';
import type { Draft, DraftLot } from './preview.rules.js';

export const toWindow = (window: Partial<WindowDates> | null | undefined): WindowDates | null =>
  window ? { start: window.start ?? null, end: window.end ?? null } : null;

const lowerIds = (ids: readonly string[] | null | undefined): string[] => (ids ?? []).map((id) => id.toLowerCase());

/** The lines that a draft names, for the whole or for one of its lots, and where. */
export function listNamedLines({ serviceLines, lots }: DraftTenderDto): { id: string; pointer: string }[] {
  const point = (ids: readonly string[] | null | undefined, at: string) =>
    lowerIds(ids).map((id, i) => ({ id, pointer: `${at}/serviceLines/${i}` }));
  return [
    ...point(serviceLines, '/tender'),
    ...(lots ?? []).flatMap((lot, i) => point(lot.serviceLines, `/tender/lots/${i}`)),
  ];
}

/** The lots of a draft with what is in force for each; `lines` are all that the draft names. */
export const deriveLots = ({ window, lots }: DraftTenderDto, lines: readonly string[]): DraftLot[] =>
  (lots ?? []).map((lot, i) => ({
    no: lot.no ?? i + 1,
    record: lot.window ? 'lot:draft' : 'tender:draft',
    window: {
      start: lot.window?.start ?? window?.start ?? null,
      end: lot.window?.end ?? window?.end ?? null,
    },
    lines: lot.serviceLines?.length ? lowerIds(lot.serviceLines) : lines,
  }));

/** The one window of all lots, else the lots with theirs. */
export function splitWindows(ofTender: WindowDates | null, lots: readonly DraftLot[]): Pick<Draft, 'window' | 'lots'> {
  const windows = new Set(lots.map(({ window }) => JSON.stringify(window)));
  if (windows.size > 1) return { window: ofTender, lots };
  const [only] = lots;
  const known = only !== undefined && (only.window.start ?? only.window.end) !== null;
  return { window: known ? only.window : ofTender, lots: [] };
}
