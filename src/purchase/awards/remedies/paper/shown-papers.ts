import type { Scope } from '../../../../kernel/access/scope.js';
import type { LaterPaperDto, TakenPaperDto } from '../remedy.dto.js';
import type { LaterPaper, RemedyRecorder, TakenPaper } from '../remedy.rules.js';

/** What of a challenge or complaint says who keeps its papers. */
interface KeptRow {
  state: string;
  region: string | null;
  buyer: string | null;
  agent: string | null;
  recordedBy: RemedyRecorder | null;
}

export const listShownPapers = (papers: readonly LaterPaper[]): LaterPaperDto[] =>
  papers.map(({ kind, receivedOn, recordedBy, documents }) => ({ kind, receivedOn, recordedBy, documents }));

/** The persons are for the audit. */
export const listTakenPapers = (papers: readonly TakenPaper[]): TakenPaperDto[] =>
  papers.map(({ by: _by, takenBy: _takenBy, ...shown }) => shown);

/** What came with the challenge or complaint itself, then with each later paper. */
export function listShownDocuments({ documents, papers }: { documents: string[]; papers: LaterPaper[] }): string[] {
  const later = papers.flatMap((paper) => paper.documents);
  return [...new Set([...documents.filter((id) => !later.includes(id)), ...later])];
}

export const isInOwnRegion = (region: string | null, { regions }: Scope): boolean =>
  regions.some((prefix) => (region ?? '').startsWith(prefix));

/** Who recorded it, for its own body, and who watches over it. */
export function keepsVoidPapers(row: KeptRow, scope: Scope): boolean {
  const by = { buyer: row.buyer, agent: row.agent, authority: null }[row.recordedBy ?? 'authority'];
  const isOwn = by !== null && scope.organisations.includes(by);
  return scope.everything || isOwn || isInOwnRegion(row.region, scope);
}

/** Papers of what is void are shown to them alone. */
export const readsVoidPapers = (row: KeptRow, scope: Scope): boolean =>
  row.state !== 'voided' || keepsVoidPapers(row, scope);
