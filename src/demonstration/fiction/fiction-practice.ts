import { addDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { CategoryCode, ServiceForm } from '../../law/code-lists/code-lists.js';
import type { PaymentShare, Standard } from '../../purchase/tenders/conducted/terms/terms-types.js';
import type { DemoPractice, DemoRecipient, DemoRecord, DemoSurvey } from '../demonstration-types.js';
import { DISTRICTS, fictionId } from './fiction-bodies.js';
import { communityId, contractId, lineId } from './fiction-ids.js';
import { CHAIN_LOT } from './fiction-lots.js';
import type { FictionLot } from './fiction-market.js';
import { getCharacter, LONG_MONEY_LOT, SHORT_MONEY_LOT, type Character } from './fiction-characters.js';
import { HISTORY_ACCEPTED, isHistory } from './fiction-contracts.js';
import { BACKFILLED, BACKFILLED_ON, demoEvaluation } from './fiction-evaluations.js';
import { createRandom } from './fiction-random.js';

/** Recipients who are registered under each contract of a line, and of the one where few answer: of 24 few may be chance. */
const REGISTERED = 24;
const REGISTERED_SILENT = 60;
/** Days without service in the invented year: the weeks around Spring Festival and the public holidays. */
const CLOSED: readonly (readonly [from: PlainDate, to: PlainDate])[] = [
  ['2024-02-01', '2024-02-25'],
  ['2024-04-04', '2024-04-05'],
  ['2024-05-01', '2024-05-03'],
  ['2024-06-10', '2024-06-10'],
  ['2024-09-16', '2024-09-17'],
  ['2024-10-01', '2024-10-07'],
];
/** The last 15 % of the year begin here. */
const TAIL: PlainDate = '2024-11-07';

/**
 * What was done in 2024 under twenty of the market's contracts: all of that year but the complete chain, whose facts were
 * recorded. They were taken over into this system, so that what they promised can be held against twelve months of records.
 * The small projects of 2022 were so too, with what they came to: others are compared with them.
 */
export function fictionPractice(lots: readonly FictionLot[]): DemoPractice[] {
  return [
    ...lots
      .filter(({ tender, lot }) => tender.year === 2024 && !tender.small && lot.key !== CHAIN_LOT)
      .map(buildPractice),
    ...lots.filter(isHistory).map(buildHistory),
  ];
}

function buildPractice({ tender, lot }: FictionLot): DemoPractice {
  const character = getCharacter(lot.key);
  const recipients = tender.line === null ? [] : buildRecipients(lot.key, tender.line, character);
  const records = buildRecords(lot.key, tender.category, character, recipients);
  const survey = buildSurvey(lot.key, tender.line, DISTRICTS[tender.district].bureau, character, recipients);
  return {
    contract: contractId(lot.key),
    standards: buildStandards(tender.category, character),
    recipients,
    records,
    survey,
    payments: lot.key === SHORT_MONEY_LOT || lot.key === LONG_MONEY_LOT ? HALVES : [],
    acceptance: null,
    evaluation: demoEvaluation(lot.key, records, survey),
  };
}

/** Half at the signing, half when it is accepted. */
const HALVES: readonly PaymentShare[] = [
  { no: 1, trigger: 'signing', share: 5_000 },
  { no: 2, trigger: 'acceptance', share: 5_000 },
];

/** One Thursday of each month from January to November: a day of the neighbours with several workers. */
function buildHistory({ lot }: FictionLot): DemoPractice {
  const random = createRandom(`records ${lot.key}`);
  const days = Array.from({ length: 11 }, (_, i) => addDays('2022-01-13', 28 * i + (i > 5 ? 21 : 0)));
  return {
    contract: contractId(lot.key),
    standards: [minutes(1, '全年开展社区服务', 14_000)],
    recipients: [],
    records: days.map((servedOn): DemoRecord => ({
      id: fictionId(`record-${lot.key}-${servedOn}`),
      servedOn,
      form: 'group',
      content: null,
      minutes: 1_200 + Math.floor(random() * 25) * 10,
      recipients: [],
      participants: 10 + Math.floor(random() * 15),
      withinContract: true,
    })),
    survey: null,
    payments: [],
    acceptance: { id: fictionId(`acceptance-${lot.key}`), ...HISTORY_ACCEPTED, heard: 12 },
    evaluation: null,
  };
}

const buildRecipients = (key: string, line: string, character: Character): DemoRecipient[] =>
  Array.from({ length: character === 'silent' ? REGISTERED_SILENT : REGISTERED }, (_, i) => ({
    id: fictionId(`recipient-${key}-${i + 1}`),
    serviceLine: lineId(line),
    community: communityId(line),
    no: i + 1,
    name: `虚构服务对象${String(i + 1).padStart(2, '0')}`,
    since: '2024-01-01',
  }));

const minutes = (
  no: number,
  text: string,
  target: number,
  more: Omit<Standard['measure'] & object, 'of'> = {},
): Standard => ({
  no,
  text,
  target,
  unit: '分钟',
  measure: { of: 'minutes', ...more },
});

/** Home care promises half of its minutes as comfort and advice; social work cases and groups beside its activities. */
function buildStandards(category: CategoryCode, character: Character): Standard[] {
  if (category === 'ELDERLY_HOME_CARE')
    return [
      minutes(1, '全年提供居家服务', 18_000),
      minutes(2, '其中精神慰藉', 6_000, { content: 'EMOTIONAL_SUPPORT' }),
      minutes(3, '其中照顾安排', 6_000, { content: 'CARE_ARRANGEMENT' }),
    ];
  const times = character === 'overpromised' ? 4 : 1;
  return [
    minutes(1, '个案服务', 7_000 * times, { form: 'case' }),
    minutes(2, '小组服务', 5_000 * times, { form: 'group' }),
    minutes(3, '社区活动', 4_000 * times, { form: 'community' }),
  ];
}

/** Tuesdays, Wednesdays and Thursdays on which somebody worked. */
function serviceDays(): PlainDate[] {
  const days: PlainDate[] = [];
  for (let day = '2024-01-02'; day <= '2024-12-31'; day = addDays(day, 1)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday >= 2 && weekday <= 4 && !CLOSED.some(([from, to]) => day >= from && day <= to)) days.push(day);
  }
  return days;
}

/** What kind of work falls on the n-th day, by the character of the contract. */
function chooseServiceKind(
  category: CategoryCode,
  character: Character,
  n: number,
): { form: ServiceForm; content: string | null } {
  if (category === 'ELDERLY_HOME_CARE') {
    const professional = character === 'unprofessional' ? n % 4 === 0 : n % 3 !== 2 || character === 'outings';
    const content = n % 2 === 0 ? 'EMOTIONAL_SUPPORT' : 'CARE_ARRANGEMENT';
    return { form: 'visit', content: professional ? content : null };
  }
  const forms: readonly ServiceForm[] =
    character === 'show'
      ? ['community', 'community', 'community', 'community', 'case']
      : ['case', 'group', 'case', 'community', 'case'];
  return { form: forms[n % forms.length] ?? 'case', content: null };
}

/** An honest heavy day: an outing of everybody, twice in spring and twice in the last weeks. */
const OUTINGS: ReadonlySet<PlainDate> = new Set(['2024-03-20', '2024-04-17', '2024-11-13', '2024-12-11']);

function chooseMinutes(day: PlainDate, character: Character, random: () => number): number {
  const usual = 60 + Math.floor(random() * 13) * 10;
  if (character === 'rush') return day >= TAIL ? usual * 5 : Math.ceil(usual / 20) * 10;
  if (character === 'outings') return OUTINGS.has(day) ? 1_200 : Math.ceil(usual / 60) * 10;
  return usual;
}

function buildRecords(
  key: string,
  category: CategoryCode,
  character: Character,
  recipients: readonly DemoRecipient[],
): DemoRecord[] {
  const random = createRandom(`records ${key}`);
  // Outings are the exception of a contract that works every second week.
  const days = serviceDays().filter((day, n) => character !== 'outings' || n % 5 === 0 || OUTINGS.has(day));
  return days.map((servedOn, n): DemoRecord => {
    const { form, content } = chooseServiceKind(category, character, n);
    const crowd = form === 'community';
    const named = crowd ? 0 : form === 'group' ? 6 : 1;
    const first = Math.floor(random() * REGISTERED);
    const served = recipients.length === 0 ? [] : Array.from({ length: named }, (_, i) => (first + i) % REGISTERED);
    return {
      id: fictionId(`record-${key}-${servedOn}`),
      servedOn,
      form,
      content,
      minutes: Math.min(1_440, chooseMinutes(servedOn, character, random)),
      recipients: served.flatMap((at) => recipients[at]?.id ?? []),
      participants: crowd ? 20 + Math.floor(random() * 30) : null,
      // The study's other complaint: work that nobody contracted.
      withinContract: !(character === 'outside' && n % 3 === 0) && !(character === 'aside' && n % 12 === 0),
      ...(character === 'backfilled' && servedOn >= BACKFILLED[0] && { recordedOn: BACKFILLED_ON }),
    };
  });
}

/** How many of the registered answered, and how many of them that they received nothing. */
const ANSWERS: Readonly<Partial<Record<Character, readonly [answered: number, no: number]>>> = {
  midway: [21, 1],
  silent: [8, 1],
  heard: [20, 1],
  unserved: [22, 14],
};

/** Everybody of the line is asked in the last weeks of the year, or at its middle; few or most of them answer. */
function buildSurvey(
  key: string,
  line: string | null,
  runner: string,
  character: Character,
  recipients: readonly DemoRecipient[],
): DemoSurvey | null {
  const [answered, no] = ANSWERS[character] ?? [0, 0];
  if (line === null || answered === 0) return null;
  return {
    id: fictionId(`survey-${key}`),
    runner,
    title: '年度服务对象问卷（虚构）',
    question: '过去一年您是否接受过这项服务？',
    ...(character === 'midway'
      ? { opensOn: '2024-06-03', closesOn: '2024-06-23' }
      : { opensOn: '2024-11-20', closesOn: '2024-12-10' }),
    community: communityId(line),
    frame: recipients.map(({ id }) => id),
    answers: Array.from({ length: answered }, (_, i) => i >= no),
  };
}
