import type { Scope } from '../../../../kernel/access/scope.js';
import { linkAllowedActions, type AllowedActionDto } from '../../../../kernel/actions/allowed-actions.js';
import type { challengeSubject } from '../challenge.subject.js';
import type { complaintSubject } from '../complaint.subject.js';
import { findKeepingBody } from '../paper/shown-papers.js';
import type { RemedyRecorder } from '../remedy.rules.js';

/** What of a challenge or complaint says who may do what with it. */
interface OfferedRow {
  id: string;
  state: string;
  buyer: string | null;
  agent: string | null;
  recordedBy: RemedyRecorder | null;
  recorder: string | null;
  /** The caller wrote its paper down. */
  isRecorder: boolean;
  /** Something was decided on it, or its body went on with it here: it is void no more. */
  isActedOn: boolean;
  /** Of a challenge: an open complaint follows it. */
  isFollowed?: boolean;
  /** Of a complaint: to whom copies were sent. */
  respondents?: readonly string[];
}

/** What the caller may do now, by the part that its bodies have in it. */
export function listOfferedActions(
  subject: typeof challengeSubject | typeof complaintSubject,
  row: OfferedRow,
  filer: string,
  { organisations, permissions }: Scope,
): AllowedActionDto[] {
  const sits = (body: string | null): boolean => body !== null && organisations.includes(body);
  const isParty = sits(row.buyer) || sits(row.agent);
  const parts: Record<string, boolean> = {
    'challenge.file': sits(filer),
    'complaint.file': sits(filer),
    'challenge.answer': isParty,
    'complaint.answer': isParty || (row.respondents ?? []).some(sits),
    'tender.manage': sits(row.buyer),
  };
  const { name, transitions } = subject.lifecycle;
  const isOffered = ({ action }: AllowedActionDto): boolean => {
    // Of a correction it is who wrote that one down (`isCorrector`), not its complaint.
    if (row.isRecorder && action !== 'void_correction' && isForAnother(transitions, action)) return false;
    if (action === 'void' && row.isActedOn) return false;
    if (action === 'void' && name === 'challenge')
      return row.recordedBy === 'authority' && mine.has('remedy.decide') ? !row.isFollowed : sits(findKeepingBody(row));
    return row.recordedBy !== null || !['record_withdrawal', 'void'].includes(action);
  };
  const mine = new Set([...permissions].filter((permission) => parts[permission] ?? true));
  return linkAllowedActions(subject, row.state, { id: row.id }, { permissions: mine }).filter(isOffered);
}

/** Whether the table has another person take this action than who wrote the paper down. */
const isForAnother = (transitions: readonly { action: string; guards?: readonly string[] }[], named: string): boolean =>
  transitions.some(({ action, guards }) => action === named && guards?.includes('recorder_decides'));
