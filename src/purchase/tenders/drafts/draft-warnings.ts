import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { toDay } from '../../../kernel/clock/moment.js';
import { addYears, isPlainDate, getYear, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Language, Text } from '../../../kernel/errors/texts.js';
import { findCategory } from '../../../law/code-lists/code-lists.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { toRuleBasis, type Rule } from '../../../law/rules/rule-types.js';
import type { DraftWarningDto } from '../conducted/conducted-view.dto.js';
import { purchaseSum } from './draft.rules.js';
import { CONDUCTED_METHODS, firstLawfulEnd, type ConductedMethod, type Minimum } from '../conducted/issue.rules.js';
import { likeContractWarnings } from '../conducted/terms/qualifications/like-contracts.rules.js';
import { negativeListWarnings, type NegativeWords } from '../conducted/terms/negative-list.rules.js';
import { lotTermsSql } from '../conducted/terms/lot-terms.queries.js';
import type { LikeContracts, TenderPlan } from '../conducted/terms/terms-types.js';
import asked from './draft-warnings.json' with { type: 'json' };

/** From this sum on a purchase is asked what one for the public is asked: Caiku [2021] 22 article 11. In fen. */
const LARGE = 1_000_000_000n;

/** What is on record of a draft. */
interface PreparedDraft {
  category: string | null;
  /** Fen. */
  sum: bigint;
  opinions: readonly { kind: string; participants: number | null; own: boolean; heldOn: PlainDate }[];
}

/** Caiku [2021] 22: what such a purchase is prepared by, and how it is on record. None of them refuses: they warn. */
const ASKED: readonly { rule: string; kind: string; text: Text }[] = asked;

/** What is missing on the day of issue. A survey of the same kind counts for a year, whichever purchase it was made for. */
function draftWarnings({ category, sum, opinions }: PreparedDraft, on: PlainDate): { rule: Rule; text: Text }[] {
  const isPublic = category !== null && findCategory(category)?.publicService === true;
  if (!isPublic && sum < LARGE) return [];
  return ASKED.flatMap(({ rule: id, kind, text }) => {
    const rule = findRuleInForce(id, on);
    if (rule === null) return [];
    const held = opinions.filter((o) => o.kind === kind);
    const isHeld =
      kind === 'survey'
        ? held.some((o) => (o.participants ?? 0) >= Number(rule.value) && (o.own || addYears(o.heldOn, 1) >= on))
        : held.some((o) => o.own);
    return isHeld ? [] : [{ rule, text }];
  });
}

/** A proof of size beside the declaration; what is said not to be asked for is none. */
const PROOF = /(中小|小微|小型|微型)企业[^，,。；;]{0,12}(证明|认定)/;
const NOT_ASKED = /不(再)?(要求|需|得要求)|无需|无须/;

/** Caiku [2020] 46 article 11: the declaration is enough. Words are for a person to judge: they warn. */
function proofWarnings(qualifications: readonly string[], on: PlainDate): { rule: Rule; text: Text }[] {
  const rule = findRuleInForce('SME-DECLARE', on);
  if (rule === null || !qualifications.some((words) => PROOF.test(words) && !NOT_ASKED.test(words))) return [];
  const text = {
    en: 'A qualification seems to ask for another proof of size than the declaration',
    zh: '资格要求疑似要求提供中小企业声明函以外的身份证明',
  };
  return [{ rule, text }];
}

const MINIMA_OF: readonly (readonly [Minimum, keyof TenderPlan])[] = [
  ['preparation', 'deadlineAt'],
  ['documents', 'documentsTo'],
  ['notice', 'noticeTo'],
];

/**
 * What the announced calendar does not say of the planned days. An issue is refused only by what is unlawful under every
 * calendar; here stands what may yet turn out to be too early.
 */
function uncertainDays(
  method: ConductedMethod,
  plan: TenderPlan,
  on: PlainDate,
  calendar: WorkingCalendar,
): { rule: Rule; text: Text }[] {
  return MINIMA_OF.flatMap(([minimum, field]) => {
    const first = firstLawfulEnd(method, minimum, on, calendar);
    const planned = plan[field];
    if (first === null || planned === null) return [];
    const day = toDay(planned);
    if (first.certainty === 'uncertain')
      return [
        {
          rule: first.rule,
          text: {
            en: `Uncertain: the calendar is not announced; ${day} may be earlier than the law allows`,
            zh: `不确定：工作日历尚未公布，${day} 有可能早于法定期限届满之日`,
          },
        },
      ];
    if (field !== 'deadlineAt' || calendar.isLoaded(getYear(day))) return [];
    return [
      {
        rule: first.rule,
        text: {
          en: `Uncertain: the calendar is not announced; ${day} may be no working day`,
          zh: `不确定：工作日历尚未公布，${day} 有可能不是工作日`,
        },
      },
    ];
  });
}

/**
 * A notice of a deadline on a rest day. The articles on rest days move the end of a period (Order 87 article 85, Civil Code
 * article 203); a day that was set by hand they neither move nor forbid, so no rule is cited.
 */
function listRestDays({ deadlineAt }: TenderPlan, calendar: WorkingCalendar): { rule: null; text: Text }[] {
  if (deadlineAt === null) return [];
  const day = toDay(deadlineAt);
  const working = calendar.isLoaded(getYear(day)) ? calendar.roundUpToWorkingDay(day) : null;
  if (working === null || (working.certainty === 'known' && working.value === day)) return [];
  const next = working.certainty === 'known' ? working.value : null;
  return [
    {
      rule: null,
      text: {
        en: `The deadline, ${day}, is no working day${next === null ? '' : `; the next one is ${next}`}`,
        zh: `提交截止日 ${day} 不是工作日${next === null ? '' : `，下一个工作日为 ${next}`}`,
      },
    },
  ];
}

/** What a copy says that could not be planned. */
const UNDATED: Text = {
  en: 'No dates were planned for this copy: its programme has no calendar, or it has none; say the window and the planned days',
  zh: '所依据的年度购买计划未设日历（或者未列入计划），复制时未安排日期，请填写服务期限及各项计划日期',
};

interface DraftRow {
  id: string;
  category: string | null;
  budget: string | null;
  ceilings: string | null;
  day: PlainDate;
  method: string | null;
  plan: TenderPlan | null;
  opinions: PreparedDraft['opinions'];
  qualifications: string[];
  like_contracts: LikeContracts[];
  title: string;
  /** A copy of another year's purchase that lacks a window or planned days, since the programme that would say them has no calendar. */
  undated: boolean;
  /** Of each lot as it is for it, or of the tender that has none. */
  words: NegativeWords[];
}

/** The warnings of tenders that are conducted here, by the day of their issue: the real one, the planned one, or today. */
export async function loadDraftWarnings(
  reader: Reader,
  tenders: readonly string[],
  lang: Language,
  calendar: WorkingCalendar,
): Promise<Map<string, DraftWarningDto[]>> {
  if (tenders.length === 0) return new Map();
  const rows = await runPreparedStatement<DraftRow>(
    reader,
    `SELECT t.id, t.category, t.method, t.plan, t.budget::text, t.title,
       (SELECT coalesce(jsonb_agg(${lotTermsSql('t', 'l')}), jsonb_build_array(t.terms)) FROM lot l WHERE l.tender_id = t.id) AS words,
       ARRAY(SELECT jsonb_array_elements_text(t.terms -> 'qualifications')
         UNION SELECT jsonb_array_elements_text(l.terms -> 'qualifications') FROM lot l WHERE l.tender_id = t.id) AS qualifications,
       (SELECT coalesce(jsonb_agg(a.asked) FILTER (WHERE jsonb_typeof(a.asked) = 'object'), '[]')
        FROM (SELECT t.terms -> 'likeContracts' AS asked
          UNION SELECT l.terms -> 'likeContracts' FROM lot l WHERE l.tender_id = t.id) a) AS like_contracts, (SELECT sum(ceiling)::text FROM lot WHERE tender_id = t.id) AS ceilings,
       t.copied_from IS NOT NULL AND (t.plan ->> 'issueOn' IS NULL OR t.window_start IS NULL AND (
           NOT EXISTS (SELECT FROM lot l WHERE l.tender_id = t.id) OR EXISTS (SELECT FROM lot l WHERE l.tender_id = t.id AND l.window_start IS NULL)))
         AND NOT EXISTS (SELECT FROM tender_revision v WHERE v.tender_id = t.id)
         AND NOT EXISTS (SELECT FROM tender o WHERE o.id = t.copied_from AND o.purchase_id = t.purchase_id)
         AND NOT EXISTS (SELECT FROM programme p WHERE p.calendar IS NOT NULL AND p.id = coalesce(t.programme_id,
           (SELECT o.programme_id FROM tender o WHERE o.id = t.copied_from))) AS undated,
       coalesce((SELECT (min(published_at) AT TIME ZONE 'Asia/Shanghai')::date::text FROM tender_revision WHERE tender_id = t.id),
         t.plan ->> 'issueOn', business_today()::text) AS day,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', o.kind, 'participants', o.participants, 'own', s.id = t.id,
          'heldOn', o.held_on)), '[]')
        FROM tender_opinion o JOIN tender s ON s.id = o.tender_id
        WHERE s.id = t.id OR (o.kind = 'survey' AND s.buyer_id = t.buyer_id AND s.category = t.category AND s.dataset = t.dataset)) AS opinions
     FROM tender t WHERE t.id = ANY ($1::uuid[])`,
    [tenders],
  );
  return new Map(rows.map((row) => [row.id, listWarnings(row, lang, calendar)]));
}

function listWarnings(row: DraftRow, lang: Language, calendar: WorkingCalendar): DraftWarningDto[] {
  if (!isPlainDate(row.day)) return [];
  const { category, opinions, day, method, plan } = row;
  const sum = purchaseSum(row.budget, BigInt(row.ceilings ?? 0));
  const isConducted = method !== null && CONDUCTED_METHODS.includes(method);
  const uncertain = isConducted && plan !== null ? uncertainDays(method as ConductedMethod, plan, day, calendar) : [];
  const view =
    (code: DraftWarningDto['code']) =>
    ({ rule, text }: { rule: Rule | null; text: Text }): DraftWarningDto => ({
      rule: rule?.id ?? null,
      basis: rule && toRuleBasis(rule),
      text: text[lang],
      code,
    });
  const missing = draftWarnings({ category, sum, opinions }, day);
  return [
    ...missing.map(view('not_on_record')),
    ...proofWarnings(row.qualifications, day).map(view('proof_asked')),
    ...likeContractWarnings(row.qualifications, row.like_contracts, day).map(view('like_contracts')),
    ...negativeListWarnings(row.title, row.words, day).map(view('negative_list')),
    ...uncertain.map(view('uncertain')),
    ...(plan === null ? [] : listRestDays(plan, calendar)).map(view('rest_day')),
    ...(row.undated ? [{ rule: null, text: UNDATED }] : []).map(view('no_calendar')),
  ];
}
