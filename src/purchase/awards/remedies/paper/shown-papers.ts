import type { Scope } from '../../../../kernel/access/scope.js';
import type { LaterPaperDto, TakenPaperDto } from '../remedy.dto.js';
import type { LaterPaper, RemedyRecorder, TakenPaper } from '../remedy.rules.js';

/** Who has a challenge that came on paper: `recorder`, the body that recorded it; null where an authority did, or where it says only for whom. */
interface RecordedRow {
  buyer: string | null;
  agent: string | null;
  recordedBy: RemedyRecorder | null;
  recorder: string | null;
}
/** What of a challenge or complaint says who keeps its words and papers. */
export interface KeptRow extends RecordedRow {
  state: string;
  /** The caller watches over its region, or it is for an authority of the caller's. */
  isAuthority: boolean;
}

/** Whose it is to void and to keep: of the body that recorded it; of the buyer, where an agent did that has no mandate any more. */
export function findKeepingBody({ recordedBy, recorder, agent, buyer }: RecordedRow): string | null {
  if (recorder === null) return { buyer, agent: agent ?? buyer, authority: null }[recordedBy ?? 'authority'];
  return recorder === agent ? recorder : buyer;
}

export const listShownPapers = (papers: readonly LaterPaper[]): LaterPaperDto[] =>
  papers.map(({ kind, receivedOn, recordedBy, documents }) => ({ kind, receivedOn, recordedBy, documents }));

/** The persons are for the audit. */
export const listTakenPapers = (papers: readonly TakenPaper[]): TakenPaperDto[] =>
  papers.map(({ by: _by, takenBy: _takenBy, stayed: _stayed, ...shown }) => shown);

/** What came with the challenge or complaint itself, then with each later paper. */
export function listShownDocuments({ documents, papers }: { documents: string[]; papers: LaterPaper[] }): string[] {
  const later = papers.flatMap((paper) => paper.documents);
  return [...new Set([...documents.filter((id) => !later.includes(id)), ...later])];
}

/** Who recorded it, and who watches over it or deals with it. */
export function keepsVoidPapers(row: KeptRow, scope: Scope): boolean {
  const by = findKeepingBody(row);
  return scope.everything || (by !== null && scope.organisations.includes(by)) || row.isAuthority;
}

/** Words and papers of what is void are shown to them alone. */
export const readsVoidPapers = (row: KeptRow, scope: Scope): boolean =>
  row.state !== 'voided' || keepsVoidPapers(row, scope);
