import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../kernel/database/transactions.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { AssessmentState, Evidence, Explanation, SubjectType, Text, Unit } from '../../runs/assessment-types.js';
import { loadScreenedCounts } from '../../screening/markets/screened-counts.queries.js';
import { subjectLabelSql } from '../../runs/subject-labels.queries.js';
import { getIndicator, type IndicatorId } from '../../rules/registry.js';
import { namedTogetherSql } from '../hearing/named-bodies.js';
import { reachSql } from '../programmes/programme-reach.js';
import { TOLD_ONCE, type Reach } from '../programmes/told-once.rules.js';
import { loadCitedRecords, type CitedRecord } from './cited-records.queries.js';
import { findWithholding, isOneOfEach, WITHHELD, type Withholding } from './disclosure.rules.js';
import { judgeGroupBids, type GroupBids, type JudgedEvidence } from './group-bids.rules.js';
import { findOwnReceipts } from './own-receipts.queries.js';
import { listReplacements } from './replaced-bids.rules.js';
import {
  GROUPS,
  isGroup,
  isJudgedOnUnpublishedSql,
  isTelling,
  NOT_NAMED,
  restsOnUnpublishedSql,
} from './unpublished.queries.js';
import type { RootType } from '../root-cause.rules.js';
import type { FlagEvidenceDto, FlagReachDto, WithheldDto } from './flag-evidence.dto.js';

/** What a rule found of one subject of a flag; `state` is what it says of it now, null: nothing. */
interface EvidenceRow {
  id: string;
  flag: string;
  state: AssessmentState | null;
  dataset: string;
  indicator: IndicatorId;
  version: number;
  subject_type: SubjectType;
  subject_id: string;
  label: string | null;
  value: string | null;
  threshold: string | null;
  unit: Unit | null;
  p_value: string | null;
  explanation: Explanation;
  evidence: Evidence[];
  inputs_hash: string;
  assessed_at: string;
  /** It rests on a lot whose result is not public. */
  unpublished: boolean;
  /** And nobody has told yet who bid for it. */
  unnamed: boolean;
  /** Group by group ids of the bodies that its words name; null: it is about all bodies of the subject. */
  together: string[][] | null;
  /** Of a group, whose bids a body reads one by one; null of all else. */
  inputs: GroupBids | null;
}

/** With the ids of those assessments that the reader may see, in the order they are shown. */
interface ReadFlag {
  id: string;
  assessments: readonly string[];
}

interface ReachedFlag {
  indicator: IndicatorId;
  dataset: string;
  root_type: RootType;
  root_id: string;
  /** Of how many of all it says that it is true; null: it speaks of single ones. */
  hits: number | null;
  judged: number | null;
  overseen: boolean;
}

/** What a flag rests on, as its reader may see it. */
@Injectable()
export class FlagEvidenceQueries {
  constructor(private readonly transactions: Transactions) {}

  /**
   * What was found as bodies were asked about it, or a person decided it; else as it is found now.
   *
   * @param own bodies of the reader that were asked; null for who oversees the flag, from whom nothing is withheld
   */
  async list(
    { id, assessments }: ReadFlag,
    own: ReadonlySet<string> | null,
    lang: Language,
  ): Promise<FlagEvidenceDto[]> {
    const rows = await this.judge(
      assessments.map((assessment) => ({ flag: id, assessment })),
      own,
    );
    return rows.map((row) => toEvidence(row, own, lang));
  }

  /**
   * The words that a body reads of each of some flags, by the flag: those of the first of its evidence, as `list` would answer them.
   * @param own bodies of the reader that were asked about all of them
   */
  async listWords(flags: readonly ReadFlag[], own: ReadonlySet<string>): Promise<Map<string, Text>> {
    const first = flags.flatMap(({ id, assessments: [assessment] }) =>
      assessment === undefined ? [] : [{ flag: id, assessment }],
    );
    if (first.length === 0) return new Map();
    return new Map((await this.judge(first, own)).map((row) => [row.flag, chooseWords(row, own)]));
  }

  /** Pieces of evidence of some assessments in flags, in their order, each with why it is not shown. */
  private async judge(
    cited: readonly { flag: string; assessment: string }[],
    own: ReadonlySet<string> | null,
  ): Promise<JudgedRow[]> {
    const { reader } = this.transactions;
    const rows = await reader.query<EvidenceRow[]>(
      `SELECT r.assessment_id AS id, r.flag_id AS flag, CASE WHEN $3::boolean AND ${isJudgedOnUnpublishedSql('r')} THEN 'triggered' ELSE a.state END AS state, f.dataset, f.indicator, (r.said ->> 'version')::integer AS version, r.subject_type, r.subject_id,
         ${subjectLabelSql('r.subject_type', 'r.subject_id')} AS label, r.said ->> 'value' AS value, r.said ->> 'threshold' AS threshold,
         r.said ->> 'unit' AS unit, r.said ->> 'pValue' AS p_value, coalesce(r.held -> 'explanation', r.explanation) AS explanation,
         r.said -> 'evidence' AS evidence, coalesce(r.held ->> 'inputsHash', r.inputs_hash) AS inputs_hash,
         r.said ->> 'assessedAt' AS assessed_at, $3::boolean AND ${restsOnUnpublishedSql('r')} AS unpublished,
         $3::boolean AND ${restsOnUnpublishedSql('r', NOT_NAMED)} AS unnamed,
         ${namedTogetherSql("r.said -> 'together'")} AS together,
         CASE WHEN r.subject_type IN ${GROUPS} THEN coalesce(r.held_finding -> 'inputs', r.inputs) END AS inputs
       FROM (SELECT s.*, coalesce(s.held_finding, s.finding) AS said, g.place FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS g(flag, assessment, place)
         JOIN flag_subject s ON s.flag_id = g.flag AND s.assessment_id = g.assessment) r
       JOIN flag f ON f.id = r.flag_id LEFT JOIN assessment a ON a.id = r.assessment_id ORDER BY r.place`,
      [cited.map(({ flag }) => flag), cited.map(({ assessment }) => assessment), own !== null],
    );
    const known = await loadCitedRecords(reader, rows.flatMap(listCitedRecords));
    const evidence = rows.flatMap((row) => row.evidence);
    const isOwnReceipt = await findOwnReceipts(reader, evidence, own);
    const explain = await loadScreenedCounts(reader, rows);
    return rows.map((row) => ({
      ...row,
      explanation: explain(row),
      judged: judgeEvidence({ ...row, isOwnReceipt }, own, known),
    }));
  }

  /** How many objects of the same programme, or of the dataset, the rule finds the same of; to a body of how many it was asked. */
  async countReach(flag: ReachedFlag): Promise<FlagReachDto | null> {
    const { family } = getIndicator(flag.indicator);
    if (family !== 'windows' && family !== 'continuity') return null;
    if (!flag.overseen && flag.hits !== null && flag.judged !== null)
      return { hit: flag.hits, of: flag.judged, within: 'programme' };
    const programme = flag.root_type === 'programme_calendar' || flag.root_type === 'programme' ? flag.root_id : null;
    if (programme !== null && (TOLD_ONCE as readonly string[]).includes(flag.indicator)) {
      const [reach] = await this.transactions.reader.query<Reach[]>(reachSql('$1', '$2::uuid'), [
        flag.indicator,
        programme,
      ]);
      return { hit: reach?.hit ?? 0, of: reach?.of ?? 0, within: 'programme' };
    }
    const [row] = await this.transactions.reader.query<{ hit: number; of: number }[]>(
      `SELECT count(*) FILTER (WHERE state = 'triggered')::integer AS hit, count(*)::integer AS of FROM assessments
       WHERE indicator = $1 AND dataset = $2 AND state IN ('triggered', 'clear') AND ($3::uuid IS NULL OR programme_id = $3
         AND subject_id <> $3)`,
      [flag.indicator, flag.dataset, programme],
    );
    return { hit: row?.hit ?? 0, of: row?.of ?? 0, within: programme === null ? 'dataset' : 'programme' };
  }
}

const KEPT_BACK: Text = {
  en: 'What the rule looks at (figures are left out, see `withheld`): ',
  zh: '本规则的判断内容（部分数据不予提供，见“未提供的内容”）：',
};

/** The records that it rests on, each once. */
const listCitedRecords = ({ evidence, inputs }: EvidenceRow): string[] => [
  ...new Set([...evidence, ...(inputs?.bids ?? [])].map(({ record }) => record)),
];

interface JudgedRow extends EvidenceRow {
  judged: JudgedEvidence[];
}

function judgeEvidence(
  row: EvidenceRow & { isOwnReceipt: (each: Evidence) => boolean },
  own: ReadonlySet<string> | null,
  known: ReadonlyMap<string, CitedRecord>,
): JudgedEvidence[] {
  const { evidence, inputs, unpublished } = row;
  const replaced = listReplacements(listCitedRecords(row), known);
  if (own === null) return [...evidence, ...replaced].map((each) => ({ each, why: null }));
  const findReason = (each: Evidence) =>
    !row.unnamed && row.isOwnReceipt(each) ? null : findWithholding(each, own, known.get(each.record), unpublished);
  const judge = (each: Evidence) => ({ each, why: findReason(each) });
  if (inputs === null) return [...evidence, ...replaced].map(judge);
  if (unpublished) return evidence.map(judge);
  const figures = evidence.filter(({ record }) => !record.startsWith('lot:'));
  return [...figures.map(judge), ...judgeGroupBids(inputs, findReason), ...replaced.map(judge)];
}

/** The words about a group are of its figures, and name nothing of a single bid. */
const isOfOneBid = ({ inputs }: EvidenceRow, { record }: Evidence): boolean =>
  inputs !== null && record.startsWith('bid:');

/** Of what bidders share the words say that they do, and whose it is: that is for those who share it. */
const OF_SHARERS: ReadonlySet<Withholding> = new Set(['person_key', 'other_body']);

/** Words that name some bidders are for whoever shares all that they tell; other words are for whom nothing but keys is withheld from. */
function areWordsKept(row: JudgedRow, own: ReadonlySet<string> | null): boolean {
  if (own === null) return false;
  const reasons = row.judged.flatMap(({ each, why }) => (why === null || isOfOneBid(row, each) ? [] : [why]));
  if (row.together === null) return reasons.some((why) => why !== 'person_key');
  const isOfEach = row.together.every((group) => group.some((id) => own.has(id)));
  return !isOfEach || reasons.some((why) => !OF_SHARERS.has(why));
}

/** What is withheld, each kind once, in the order in which it first occurs. */
function countWithheld({ judged, unpublished }: JudgedRow, lang: Language): WithheldDto[] {
  const kinds = new Map<string, WithheldDto>();
  for (const { each, why } of judged) {
    if (why === null) continue;
    const record = each.record.split(':')[0] ?? '';
    const kind = `${record} ${each.field} ${why}`;
    const count = unpublished && isOneOfEach(each) ? null : (kinds.get(kind)?.count ?? 0) + 1;
    kinds.set(kind, { record, field: each.field, count, why, text: WITHHELD[why][lang] });
  }
  return [...kinds.values()];
}

/** The words name who else was invited or took part. */
const isEarly = ({ unpublished, indicator }: EvidenceRow): boolean =>
  unpublished && isTelling(getIndicator(indicator).family);

/** What the rule says of it, or, where that names what is withheld, what the rule looks at. */
function chooseWords(row: JudgedRow, own: ReadonlySet<string> | null): Text {
  if (!isEarly(row) && !areWordsKept(row, own)) return row.explanation;
  const { description } = getIndicator(row.indicator);
  return { en: `${KEPT_BACK.en}${description.en}`, zh: `${KEPT_BACK.zh}${description.zh}` };
}

function toEvidence(row: JudgedRow, own: ReadonlySet<string> | null, lang: Language): FlagEvidenceDto {
  return {
    assessment: row.id,
    subject: {
      type: row.subject_type,
      id: row.subject_id,
      label: isEarly(row) && isGroup(row.subject_type) ? null : row.label,
    },
    version: row.version,
    state: row.state,
    value: row.value,
    threshold: row.threshold,
    unit: row.unit,
    pValue: row.p_value,
    explanation: chooseWords(row, own)[lang],
    evidence: row.judged.flatMap(({ each, why }) => (why === null ? [each] : [])),
    withheld: countWithheld(row, lang),
    inputsHash: row.inputs_hash,
    assessedAt: new Date(row.assessed_at).toISOString(),
  };
}
