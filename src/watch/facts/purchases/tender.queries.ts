import { latestDay } from '../../../kernel/clock/partial-date.js';
import { toDay as dayOfMoment } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { findCategory } from '../../../law/code-lists/code-lists.js';
import type { Rest } from '../../../law/deadlines/rested.rules.js';
import { signingRests } from '../../../purchase/awards/lots/signing-rests.queries.js';
import type { TenderPlan, TenderTerms } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import type { Bonds } from '../../../purchase/tenders/reads/deadlines.view.js';
import type { LotDays } from '../../../purchase/tenders/reads/lot-days.rules.js';
import { loadMeasurements, type MeasuredPurchase } from '../../../purchase/contracts/limits/reaches.queries.js';
import { loadPanelOrigins, type PanelOrigins } from '../../../purchase/reviews/experts/panel-origins.queries.js';
import { losersBonds } from '../../../purchase/awards/bonds.queries.js';
import { LOT_CLOCK } from '../../../purchase/awards/lots/lot-clock.queries.js';
import type { SourceKind, WindowDates, WindowFacts } from '../fact-types.js';
import { groupLots } from '../../rules/lots.rules.js';
import { computeSpan } from '../../rules/span.rules.js';
import { disputedFields, type LoadedConflict } from './disputes.rules.js';
import { pickEarlier, judgeDay, listTurns, type Judging } from '../loading/judging.rules.js';
import { sortedIds, type FactsOf, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';
import { lotCriteria } from './criteria.queries.js';
import { findLateOpenings } from './late-openings.rules.js';
import { toPanel } from './panel.rules.js';
import { toReservation } from './reservation.rules.js';
import { clocksFacts, listTurnsOfBars, tenderClocks, turnsOfClocks } from './clocks.rules.js';
import { DISPUTES } from './remedy-clock.queries.js';
import { remedyClocks, type Disputes } from './remedy-clocks.rules.js';
import { calendarOwnerSql, daySql, factsSql } from '../loading/fact-fragments.queries.js';
import { categoryFacts, citeValue, textField, type LoadedFact } from '../loading/sourced.rules.js';

interface TenderRow {
  id: string;
  key: string;
  dataset: string;
  region: string | null;
  overseen: string | null;
  programme_id: string | null;
  calendar_id: string | null;
  buyer_id: string | null;
  agent_id: string | null;
  category: string | null;
  conducted: 'here' | 'elsewhere';
  state: string | null;
  method: string | null;
  budget_level: string | null;
  plan: TenderPlan | null;
  terms: TenderTerms | null;
  opinions: { id: string; heldOn: PlainDate; participants: number | null }[];
  facts: LoadedFact[];
  openings: LoadedFact[];
  lots: LotRow[];
  disputes: Disputes;
  window_start: string | null;
  window_end: string | null;
  term_text: string | null;
  conflicts: LoadedConflict[];
  recorded_on: PlainDate;
  learned_on: PlainDate;
  source: SourceKind | null;
  /** The latest first. */
  awards: { id: string; lot: string; on: string; source: SourceKind }[];
}
interface LotRow {
  id: string;
  no: number;
  state: string | null;
  clock: LotDays | null;
  rests: Rest[];
  bonds: Bonds | null;
  start: string | null;
  end: string | null;
  term: string | null;
  /** Of a purchase that is conducted elsewhere they are not known. */
  terms: Pick<TenderTerms, 'scoring' | 'criteria' | 'sme'> | null;
  /** It is neither failed nor cancelled and has no contract yet. */
  awaited: boolean;
  awarded: boolean;
}

/** SQL: the lot `l` of the tender `r` is neither failed nor cancelled and has no contract yet. */
const AWAITED = `(l.state IS DISTINCT FROM 'failed' AND l.state IS DISTINCT FROM 'cancelled'
  AND NOT EXISTS (SELECT FROM signed_contracts c WHERE c.tender_id = r.id AND (c.lot_id = l.id OR c.lot_id IS NULL)))`;

const TENDERS = `
  SELECT r.id, r.key, r.dataset, r.region, r.overseen, r.programme_id, ${calendarOwnerSql('r.programme_id')} AS calendar_id, r.buyer_id, r.agent_id,
    r.category, r.conducted, r.state, r.method, r.budget_level, r.plan, r.terms,
    (SELECT coalesce(json_agg(json_build_object('id', o.id, 'heldOn', o.held_on, 'participants', o.participants) ORDER BY o.id), '[]')
     FROM tender_opinions o WHERE o.tender_id = r.id AND o.kind = 'public') AS opinions,
    ${factsSql('tender', 'r.id', ['intention', 'notice', 'correction', 'opening', 'award', 'contract'])} AS facts,
    (SELECT coalesce(json_agg(json_build_object('id', l.id, 'no', l.no, 'state', l.state, 'start', l.window_start, 'end', l.window_end, 'term', l.term_text, 'terms', CASE WHEN r.conducted = 'here' THEN json_build_object('scoring', l.terms -> 'scoring', 'criteria', l.terms -> 'criteria', 'sme', l.terms -> 'sme') END, 'awaited', ${AWAITED}, 'awarded', EXISTS (SELECT FROM awards a WHERE a.lot_id = l.id AND a.stands), 'clock', CASE WHEN r.conducted = 'here' THEN ${LOT_CLOCK} END, 'bonds', CASE WHEN r.conducted = 'here' THEN ${losersBonds('l.id')} END, 'rests', ${signingRests('l.id', 'r.id')}) ORDER BY l.no), '[]') FROM lots l WHERE l.tender_id = r.id) AS lots,
    ${DISPUTES} AS disputes,
    r.window_start, r.window_end, r.term_text, r.conflicts,
    ${daySql('coalesce(said.first, r.recorded_at)')} AS recorded_on, ${daySql('coalesce(said.last, r.recorded_at)')} AS learned_on,
    r.source, (SELECT coalesce(json_agg(json_build_object('id', a.id, 'lot', a.lot_id, 'on', a.awarded_on, 'source', a.source)
       ORDER BY a.awarded_on DESC, a.seq), '[]') FROM awards a
     WHERE a.tender_id = r.id AND a.stands AND a.awarded_on IS NOT NULL AND a.source IS NOT NULL) AS awards
  FROM tenders r CROSS JOIN LATERAL (SELECT min(f.recorded_at) AS first, max(f.recorded_at) AS last FROM facts f
    WHERE f.subject_type = 'tender' AND f.subject_id = r.id) said
  WHERE r.id = ANY ($1::uuid[]) ORDER BY r.id`;

/** Tenders: their planned windows, as long as no contract says what became of them. */
export async function loadTenders(
  reader: Reader,
  ids: readonly string[],
  context: LoadContext,
): Promise<LoadedSubject[]> {
  const rows = (await reader.query<Omit<TenderRow, 'openings'>>(TENDERS, [ids])).map((row): TenderRow => ({
    ...row,
    facts: row.facts.filter(({ kind }) => kind !== 'opening'),
    openings: row.facts.filter(({ kind }) => kind === 'opening'),
  }));
  const measured = await loadMeasurements(reader, ids);
  const origins = await loadPanelOrigins(reader, ids);
  return rows.map((row) => {
    const measure = measured.get(row.id) as MeasuredPurchase;
    const judging = judgeDay({
      today: context.today,
      learnedOn: row.learned_on,
      turns: [...new Set([row.window_start, ...row.lots.map(({ start }) => start)])].flatMap((day) => listTurns(day)),
      knownUntil: null,
    });
    const clocks = [...tenderClocks(row, context.calendar), ...remedyClocks(row, context.calendar)];
    const judgedAt = judgeDay({
      today: context.today,
      learnedOn: row.learned_on,
      turns: [...turnsOfClocks(clocks), ...listTurnsOfBars(row.lots)],
      knownUntil: null,
    });
    return {
      frame: {
        subject: toSubject(row),
        dataset: row.dataset,
        region: row.overseen,
        programme: row.programme_id,
        calendar: row.calendar_id,
        tender: row.id,
        bodies: sortedIds([row.buyer_id]),
        history: hasEnded(row),
        uses: sortedIds([row.id, row.programme_id]),
        dueOn: isDraft(row) ? null : pickEarlier(isAwaited(row) ? judging.dueOn : null, judgedAt.dueOn),
      },
      facts: {
        ...(isAwaited(row) && !isDraft(row) && { window: windowFacts(row, judging, context) }),
        ...(row.facts.length > 0 &&
          !isDraft(row) && {
            clocks: {
              ...clocksFacts(toSubject(row), row.method, clocks, measure.reach, judgedAt.asOf),
              lateOpenings: findLateOpenings(row.openings),
            },
          }),
        ...(!isDraft(row) && toPracticeFacts(row, measure, origins.get(row.id), context)),
      },
    };
  });
}

/** What is still written has its preview, stored when it is submitted; a case begins with what was approved. */
const isDraft = ({ conducted, state }: TenderRow): boolean =>
  conducted === 'here' && (state === 'draft' || state === 'in_review');

const toSubject = (row: TenderRow) => ({ type: 'tender' as const, id: row.id, key: row.key });

const isAwaited = ({ lots }: TenderRow): boolean => lots.some(({ awaited }) => awaited);

/** Every service that it buys was over when it was first recorded. */
function hasEnded({ lots, window_end, recorded_on }: TenderRow): boolean {
  const ends = lots.length === 0 ? [window_end] : lots.map(({ end }) => end);
  return ends.every((end) => end !== null && latestDay(end) < recorded_on);
}

/** A lot with a contract is judged by that; of the others each different window is looked at. */
function windowFacts(row: TenderRow, { asOf }: Judging, { calendar }: LoadContext): WindowFacts {
  const source = row.conducted === 'here' ? null : (row.source ?? 'statement');
  const say = (record: string, window: WindowDates, term: string | null) => ({
    window: citeValue(window.start !== null || window.end !== null ? window : null, record, source),
    span: computeSpan(window, calendar),
    draft: null,
    termText: citeValue(term, record, source),
  });
  const dates = (lot: LotRow): WindowDates => ({ start: lot.start, end: lot.end });
  const groups = groupLots(
    row.lots.filter(({ awaited }) => awaited),
    (lot) => [dates(lot), lot.term],
  );
  const byLot = groups.map(({ first, lots }) => ({
    lots: lots.map(({ no }) => no),
    ...say(nameRecord(row, first), dates(first), first.term),
    awardedOn: findAward(row.awards.filter(({ lot }) => lots.some(({ id }) => id === lot))),
  }));
  const [only] = groups.length === 1 ? groups : [];
  return {
    subject: toSubject(row),
    asOf,
    conflicts: disputedFields(row.conflicts),
    category: categoryFacts(row.category),
    ...(only === undefined
      ? say(`tender:${row.id}`, { start: row.window_start, end: row.window_end }, row.term_text)
      : say(nameRecord(row, only.first), dates(only.first), only.first.term)),
    awardedOn: findAward(row.awards),
    signedOn: null,
    allocatedOn: null,
    ...(groups.length > 1 && { byLot }),
  };
}

/** Where the window of a lot stands. */
const nameRecord = (row: TenderRow, lot: LotRow): string =>
  lot.start === row.window_start && lot.end === row.window_end && lot.term === row.term_text
    ? `tender:${row.id}`
    : `lot:${lot.id}`;

const findAward = ([award]: TenderRow['awards']): WindowFacts['awardedOn'] =>
  award === undefined ? null : { value: award.on, record: `award:${award.id}`, source: award.source };

/** What it scores, whether residents were heard, by which method it was bought elsewhere, for whom, and who judges the bids. */
function toPracticeFacts(
  row: TenderRow,
  measure: MeasuredPurchase,
  origins: PanelOrigins | undefined,
  { today, calendar }: LoadContext,
): FactsOf {
  const { reach } = measure;
  const frame = { subject: toSubject(row), asOf: today, conflicts: disputedFields(row.conflicts) };
  const notice = row.facts.find((fact) => fact.kind === 'notice' && textField(fact, 'publishedOn') !== null);
  const published = textField(notice, 'publishedOn');
  const here = row.conducted === 'here';
  const issuedOn =
    notice === undefined || published === null
      ? null
      : { value: dayOfMoment(published), record: `fact:${notice.id}`, source: here ? null : notice.source };
  const reservation = toReservation(row, measure);
  return {
    ...(reservation !== null && { reservation: { ...frame, ...reservation, startedOn: issuedOn } }),
    ...(here && origins !== undefined && { panel: { ...frame, ...toPanel(origins, calendar) } }),
    ...(!here && {
      method: {
        ...{ ...frame, method: row.method, startedOn: issuedOn, reach },
        awardedOn: issuedOn === null ? findAward(row.awards.slice(-1)) : null,
      },
    }),
    criteria: { ...frame, ...lotCriteria(row) },
    residents: {
      ...frame,
      category: categoryFacts(row.category),
      publicService: findCategory(row.category ?? '')?.publicService ?? null,
      issuedOn,
      opinions: here
        ? row.opinions.map(({ id, ...said }) => ({
            key: `${said.heldOn}/${said.participants ?? '-'}`,
            record: `tender_opinion:${id}`,
            ...said,
          }))
        : null,
      acceptances: [],
      surveys: [],
      reach,
    },
  };
}
