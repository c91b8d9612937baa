import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { challengeSubject } from './challenge.subject.js';
import { complaintSubject } from './complaint.subject.js';
import type { ChallengeDto, ChallengeQuery, ComplaintDto, ComplaintNoticeDto, ComplaintQuery } from './remedy.dto.js';
import {
  keepsVoidPapers,
  type KeptRow,
  listShownDocuments,
  listShownPapers,
  listTakenPapers,
  readsVoidPapers,
} from './paper/shown-papers.js';
import { isAuthoritySql, remedyPartySql, remedyReaderSql, type RemedyTable } from './remedy-root.js';
import {
  basisOfScope,
  challengeDeadlines,
  deadline,
  decisionDue,
  toDayOfFiling,
  type LaterPaper,
  type Pause,
  type TakenPaper,
} from './remedy.rules.js';
import { listComplaintSteps } from './serving/complaint-steps.rules.js';
import { RECORDER, SELECT, selectOfferSql } from './serving/remedy-columns.queries.js';
import { listOfferedActions } from './serving/offered-actions.js';
import { isStepOpen } from './serving/offered-steps.rules.js';

type Stored<T> = Omit<T, 'deadlines' | 'allowedActions' | 'receivedAt' | 'remediedAt' | 'papers'> & {
  papers: LaterPaper[];
  buyer: string | null;
  agent: string | null;
  recorder: string | null;
  receivedAt: Date;
  remediedAt: Date | null;
  /** The caller wrote it down, so that what ends it is another's. */
  isRecorder: boolean;
  /** The caller watches over its region, or it is for an authority of the caller's. */
  isAuthority: boolean;
  /** The caller buys together with the buyer. */
  isJointBuyer: boolean;
  /** Something was decided on it, or its body went on with it here: it is void no more. */
  isActedOn: boolean;
  received_on: string;
  done_on: string | null;
  today: string;
  /** In a list. */
  page_key?: string;
};
type ChallengeRow = Stored<Omit<ChallengeDto, 'answeredAt' | 'basis'>> & {
  isFollowed: boolean;
  answeredAt: Date | null;
};
type Words = Pick<ComplaintDto, 'grounds' | 'requests'>;
interface NoticeRow extends ComplaintNoticeDto {
  answeredOn: string | null;
}
type ComplaintRow = Stored<Omit<ComplaintDto, 'decidedAt' | 'notices' | 'takenPapers'>> & {
  takenPapers: TakenPaper[];
  decidedAt: Date | null;
  notices: NoticeRow[];
  isChallengeVoidable: boolean;
  takesOwnChallenge: boolean;
  isCorrector: boolean;
};

const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Challenges and complaints, for who files them, who is to answer and who watches over both. */
@Injectable()
export class RemediesQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
  ) {}

  async challenges(scope: Scope, query: ChallengeQuery, url: string): Promise<List<ChallengeDto>> {
    const calendar = await this.calendars.current();
    const { rows, page } = await this.page<ChallengeRow>(scope, 'challenge', query);
    return page.list(rows, url, (row) => challengeView(row, scope, calendar));
  }

  async challenge(scope: Scope, id: string): Promise<ChallengeDto> {
    return challengeView(await this.row<ChallengeRow>(scope, 'challenge', id), scope, await this.calendars.current());
  }

  async complaints(scope: Scope, query: ComplaintQuery, url: string): Promise<List<ComplaintDto>> {
    const calendar = await this.calendars.current();
    const { rows, page } = await this.page<ComplaintRow>(scope, 'complaint', query);
    return page.list(rows, url, (row) => complaintView(row, scope, calendar));
  }

  async complaint(scope: Scope, id: string): Promise<ComplaintDto> {
    return complaintView(await this.row<ComplaintRow>(scope, 'complaint', id), scope, await this.calendars.current());
  }

  /** Of these, the ids of those whose papers the caller may read: whoever is merely concerned got the words. */
  async filterVisible(scope: Scope, table: RemedyTable, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    sql.and(`r.id = ANY (${sql.p(ids)}::uuid[])`).and(remedyPartySql(sql, scope, table));
    const rows = await this.transactions.reader.query<(KeptRow & { id: string })[]>(
      `SELECT r.id, r.state, ${isAuthoritySql(sql, scope)} AS "isAuthority", r.buyer_id AS buyer, r.agent_id AS agent, r.recorded_by AS "recordedBy", ${RECORDER[table]} FROM ${table} r WHERE ${sql.where}`,
      sql.params,
    );
    return rows.filter((row) => readsVoidPapers(row, scope)).map(({ id }) => id);
  }

  /** Of these, the ids of complaints over which the caller watches, or which are for it: documents of papers that were taken out again are read by nobody else. */
  async filterOwnRegions(scope: Scope, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    sql.and(`r.id = ANY (${sql.p(ids)}::uuid[])`);
    if (!scope.everything) sql.and(isAuthoritySql(sql, scope));
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT r.id FROM complaint r WHERE ${sql.where}`,
      sql.params,
    );
    return rows.map(({ id }) => id);
  }

  private async page<R>(scope: Scope, table: RemedyTable, query: ChallengeQuery | ComplaintQuery) {
    const sql = new Sql();
    sql.and(remedyReaderSql(sql, scope, table));
    sql.when(query.tender, (p) => `r.tender_id = ${p}`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    const offer = selectOfferSql(sql, table, scope);
    const page = keyset(query, CREATION, 'DESC', sql);
    const rows = await this.transactions.reader.query<(R & { page_key: string })[]>(
      `SELECT ${SELECT[table]}, ${offer}, ${page.select} FROM ${table} r LEFT JOIN lot l ON l.id = r.lot_id WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return { rows, page };
  }

  private async row<R>(scope: Scope, table: RemedyTable, id: string): Promise<R> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(id)}`).and(remedyReaderSql(sql, scope, table));
    const offer = selectOfferSql(sql, table, scope);
    const [row] = await this.transactions.reader.query<R[]>(
      `SELECT ${SELECT[table]}, ${offer} FROM ${table} r LEFT JOIN lot l ON l.id = r.lot_id WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row;
  }
}

/** What it says; of what is void to nobody else than its papers. */
const showWords = (row: KeptRow & Words, scope: Scope): Words =>
  readsVoidPapers(row, scope) ? { grounds: row.grounds, requests: row.requests } : { grounds: null, requests: null };

function challengeView(row: ChallengeRow, scope: Scope, calendar: WorkingCalendar): ChallengeDto {
  const {
    buyer: _buyer,
    agent: _agent,
    recorder: _recorder,
    isAuthority: _authority,
    page_key: _,
    isRecorder: _mine,
    isJointBuyer: _joint,
    ...rest
  } = row;
  const { received_on: received, done_on: answered, today, isActedOn: _acted, isFollowed: _followed, ...shown } = rest;
  return {
    ...shown,
    receivedAt: row.receivedAt.toISOString(),
    remediedAt: isoOrNull(row.remediedAt),
    answeredAt: isoOrNull(row.answeredAt),
    ...showWords(row, scope),
    papers: readsVoidPapers(row, scope) ? listShownPapers(row.papers) : [],
    documents: readsVoidPapers(row, scope) ? listShownDocuments(row) : [],
    basis: basisOfScope(row.scope, received),
    deadlines: ['withdrawn', 'voided'].includes(row.state)
      ? []
      : challengeDeadlines(
          { received, filed: toDayOfFiling(row.postedOn, received), answered, lastDay: row.lastDay },
          today,
          calendar,
        ),
    allowedActions: listOfferedActions(challengeSubject, row, row.challenger, scope),
  };
}

const canAnswer = (scope: Scope, body: string): boolean =>
  listPermittedBodies(scope, 'complaint.answer').includes(body);

/** What another supplier answers is for the authority; and who is but concerned sees what was sent to itself alone. */
function listShownNotices(row: ComplaintRow, scope: Scope): NoticeRow[] {
  if (scope.everything || row.isAuthority) return row.notices;
  const isSide = isEitherSide(row, scope);
  return row.notices.filter(
    ({ concerned, organisation }) => scope.organisations.includes(organisation) || (isSide && !concerned),
  );
}

/** Who filed it, is to answer for the purchase, or buys together with the buyer. */
const isEitherSide = ({ buyer, agent, complainant, isJointBuyer }: ComplaintRow, { organisations }: Scope): boolean =>
  isJointBuyer || [buyer, agent, complainant].some((body) => body !== null && organisations.includes(body));

function complaintView(row: ComplaintRow, scope: Scope, calendar: WorkingCalendar): ComplaintDto {
  const {
    buyer: _buyer,
    agent: _agent,
    recorder: _recorder,
    isAuthority: _authority,
    page_key: _,
    isRecorder: _mine,
    isJointBuyer: _joint,
    ...rest
  } = row;
  const {
    received_on: received,
    done_on: decided,
    today,
    isActedOn: _acted,
    isChallengeVoidable: _own,
    takesOwnChallenge: _taken,
    isCorrector: _corrector,
    ...shown
  } = rest;
  const correction: Pause[] =
    row.correctionAskedOn === null ? [] : [{ from: row.correctionAskedOn, to: row.correctedOn }];
  const pauses = [...correction, ...row.appraisals];
  const runs = !['refused', 'withdrawn', 'voided'].includes(row.state);
  const readsPapers = (scope.everything || row.isAuthority || isEitherSide(row, scope)) && readsVoidPapers(row, scope);
  const notices = listShownNotices(row, scope);
  // A day of an answer says when its copy came and whether it was answered: no more of that than of the notice itself.
  const steps = listComplaintSteps(
    {
      ...{ state: row.state, received, examined: row.examinedOn, refused: row.refusedOn, copiesSent: row.copiesSentOn },
      ...{ correctionAsked: row.correctionAskedOn, corrected: row.correctedOn },
      answers: notices.map((n) => ({ body: n.organisation, received: n.receivedOn, answered: n.answeredOn })),
    },
    calendar,
  );
  return {
    ...shown,
    receivedAt: row.receivedAt.toISOString(),
    remediedAt: isoOrNull(row.remediedAt),
    decidedAt: isoOrNull(row.decidedAt),
    ...showWords(row, scope),
    papers: readsPapers ? listShownPapers(row.papers) : [],
    takenPapers: keepsVoidPapers(row, scope) ? listTakenPapers(row.takenPapers) : [],
    documents: readsPapers ? listShownDocuments(row) : [],
    notices: notices.map(({ answeredOn: _on, ...notice }) => ({
      ...notice,
      sentAt: new Date(notice.sentAt).toISOString(),
      answeredAt: notice.answeredAt && new Date(notice.answeredAt).toISOString(),
    })),
    deadlines: [
      ...steps.map(({ rule, event, end, done }) => deadline(rule, event, end, done, today)),
      ...(runs
        ? [
            deadline(
              'COMPLAINT-DECIDE-30WD',
              'complaint_decided',
              decisionDue(received, pauses, today, calendar),
              decided,
              today,
            ),
          ]
        : []),
    ],
    allowedActions: listOfferedActions(
      complaintSubject,
      { ...row, respondents: row.notices.map(({ organisation }) => organisation) },
      row.complainant,
      scope,
    ).filter(({ action }) =>
      isStepOpen(action, { ...row, own: row.notices.filter((n) => canAnswer(scope, n.organisation)) }),
    ),
  };
}
