import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { toInstant } from '../../../kernel/clock/moment.js';
import { formatYuan } from '../../../kernel/money/money.js';
import type { Language, Text } from '../../../kernel/errors/texts.js';
import { loadGradesForTenders } from '../../programmes/earlier-grades.js';
import type { ConductedViewDto, MethodApprovalViewDto } from './conducted-view.dto.js';
import { listDocumentChanges, type DocumentChange } from '../corrections/document-changes.rules.js';
import { loadDraftWarnings } from '../drafts/draft-warnings.js';
import { loadTenderDocuments } from './tender-document.js';
import type { TenderDocument } from './terms/document-types.js';
import { withOwnTerms } from './terms/lot-documents.rules.js';
import type { TenderPlan, TenderTerms } from './terms/terms-types.js';
import type { Method } from '../../../law/code-lists/methods.js';

interface Row {
  id: string;
  terms: TenderTerms | null;
  plan: TenderPlan | null;
  revision: number | null;
  draft_no: number;
  intended_draft: number | null;
  agent_id: string | null;
  copied_from: string | null;
  approved_at: string | null;
  opinions: {
    id: string;
    kind: string;
    held_on: string;
    participants: number | null;
    summary: string;
    recorded_at: string;
  }[];
  revisions: {
    revision: number;
    published_at: string;
    deadline_at: string;
    reason: string | null;
    document: TenderDocument;
  }[];
  approval: {
    method: Method;
    amount: number | null;
    reason: string;
    state: MethodApprovalViewDto['state'];
    requested_at: string;
    decided_at: string | null;
    decision_reason: string | null;
  } | null;
  findings: {
    indicator: string;
    subject_id: string;
    state: string;
    severity: string | null;
    explanation: Text;
    reason: string | null;
  }[];
}

const listRevisionChanges = (before: TenderDocument, after: TenderDocument): DocumentChange[] =>
  listDocumentChanges(withOwnTerms(before), withOwnTerms(after));

const iso = (text: string): string => new Date(text).toISOString();

/** A tender that is conducted here, and whether the caller is concerned with it. */
interface Shown {
  id: string;
  insider: boolean;
}

/** What only tenders conducted here have; outsiders see the documents once they are issued, and nothing of the draft. */
export async function loadConductedViews(
  reader: Reader,
  tenders: readonly Shown[],
  { lang, calendar }: { lang: Language; calendar: WorkingCalendar },
): Promise<Map<string, ConductedViewDto>> {
  if (tenders.length === 0) return new Map();
  const insiders = new Set(tenders.filter(({ insider }) => insider).map(({ id }) => id));
  const rows = await runPreparedStatement<Row>(
    reader,
    `SELECT t.id, t.terms, t.plan, t.revision, t.draft_no, t.intended_draft, t.agent_id, t.copied_from, t.approved_at::text,
       (SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.recorded_at, o.id), '[]') FROM tender_opinion o WHERE o.tender_id = t.id) AS opinions,
       (SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.revision), '[]') FROM tender_revision v WHERE v.tender_id = t.id) AS revisions,
       (SELECT to_jsonb(m) FROM method_approval m WHERE m.tender_id = t.id AND m.state <> 'lapsed') AS approval,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('indicator', f.indicator, 'subject_id', f.subject_id, 'state', f.state,
          'severity', f.severity, 'explanation', f.assessment -> 'explanation', 'reason', f.reason)
          ORDER BY f.indicator, f.subject_id), '[]') FROM tender_finding f WHERE f.tender_id = t.id) AS findings
     FROM tender t WHERE t.id = ANY ($1::uuid[])`,
    [tenders.map(({ id }) => id)],
  );
  const copied = rows.filter(({ id, copied_from }) => copied_from !== null && insiders.has(id));
  const documents = copied.flatMap(({ id, copied_from }) => [id, copied_from ?? id]);
  const known: Known = {
    documents: documents.length === 0 ? new Map() : await loadTenderDocuments(reader, [...new Set(documents)]),
    warnings: await loadDraftWarnings(reader, [...insiders], lang, calendar),
    grades: await loadGradesForTenders(reader, [...insiders], lang),
  };
  return new Map(rows.map((row) => [row.id, toConductedView(row, insiders.has(row.id), known, lang)]));
}

/** What is loaded of those that the caller is concerned with. */
interface Known {
  documents: ReadonlyMap<string, TenderDocument>;
  warnings: ReadonlyMap<string, ConductedViewDto['warnings']>;
  grades: ReadonlyMap<string, ConductedViewDto['earlierGrades']>;
}

/** What the draft says otherwise than the purchase it was copied from. */
function listOriginChanges({ documents }: Known, origin: string | null, tender: string): DocumentChange[] {
  const [before, after] = [documents.get(origin ?? ''), documents.get(tender)];
  return before && after ? listDocumentChanges(before, after) : [];
}

function toConductedView(row: Row, insider: boolean, known: Known, lang: Language): ConductedViewDto {
  const issued = row.revision !== null;
  const origin = insider ? row.copied_from : null;
  return {
    terms: insider || issued ? row.terms : null,
    plan: insider || issued ? row.plan : null,
    revision: row.revision,
    draft: insider ? row.draft_no : null,
    intendedDraft: insider ? row.intended_draft : null,
    // No intent names one: whoever is mandated with a draft is told with its documents.
    agent: insider || issued ? row.agent_id : null,
    copiedFrom: origin,
    changes: listOriginChanges(known, origin, row.id),
    revisions: row.revisions.map(({ revision, published_at, deadline_at, reason, document }, i, all) => ({
      revision,
      publishedAt: iso(published_at),
      deadlineAt: iso(deadline_at),
      reason,
      changes: i === 0 ? [] : listRevisionChanges(all[i - 1]?.document ?? document, document),
    })),
    approvedAt: insider && row.approved_at !== null ? toInstant(row.approved_at) : null,
    opinions: (insider ? row.opinions : []).map((o) => ({
      id: o.id,
      kind: o.kind,
      heldOn: o.held_on,
      participants: o.participants,
      summary: o.summary,
      recordedAt: iso(o.recorded_at),
    })),
    methodApproval:
      insider && row.approval
        ? {
            method: row.approval.method,
            amount: row.approval.amount === null ? null : formatYuan(BigInt(row.approval.amount)),
            reason: row.approval.reason,
            state: row.approval.state,
            requestedAt: iso(row.approval.requested_at),
            decidedAt: row.approval.decided_at === null ? null : iso(row.approval.decided_at),
            decisionReason: row.approval.decision_reason,
          }
        : null,
    findings: (insider ? row.findings : []).map((f) => ({
      indicator: f.indicator,
      subject: f.subject_id,
      state: f.state,
      severity: f.severity,
      explanation: f.explanation[lang],
      reason: f.reason,
    })),
    warnings: known.warnings.get(row.id) ?? [],
    earlierGrades: known.grades.get(row.id) ?? [],
  };
}
