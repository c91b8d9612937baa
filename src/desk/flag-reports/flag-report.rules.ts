import type { Language, Text } from '../../kernel/errors/texts.js';
import { createWords, inShanghai, type Block, type PictureBlock } from '../../kernel/documents/papers/paper.js';
import { getDatasetMark } from '../../kernel/http/papers/paper.texts.js';
import type { FlagDetailDto, FlagEvidenceDto } from '../../watch/flags/disclosure/flag-evidence.dto.js';
import type { FlagEventDto } from '../../watch/flags/flag.dto.js';
import { describeChance } from '../../watch/rules/chances/chance.rules.js';
import type { Basis, ChanceUnit } from '../../watch/runs/assessment-types.js';
import { formatValue, nameField, nameRecordKind } from './evidence-words.rules.js';
import NAMES from './flag-report-words.json' with { type: 'json' };

type Names = Readonly<Partial<Record<string, Text>>>;
type Word = keyof typeof NAMES.words;
const STEPS: Names = NAMES.steps;
const STATES: Names = NAMES.states;
/** Rows of evidence that are printed; more are counted. */
const MOST_ROWS = 120;

const findName = (names: Names, key: string, lang: Language): string => names[key]?.[lang] ?? key;

/** Which data a finding is of; those of real purchases need no word. */
const nameDataset = (dataset: string, lang: Language): string => getDatasetMark(dataset)?.[lang] ?? dataset;

/** What the reader sees of a flag, block by block, in one language. */
export function composeFlagReport(flag: FlagDetailDto, pictures: readonly PictureBlock[], lang: Language): Block[] {
  const word = createWords(NAMES.words, lang);
  const heading = (name: Word): Block => ({ kind: 'heading', text: word(name) });
  return [
    { kind: 'title', text: flag.title },
    { kind: 'text', text: word('note') },
    composeHead(flag, lang),
    heading('found'),
    { kind: 'text', text: flag.explanation },
    ...(flag.waitingSince === null
      ? []
      : [{ kind: 'text' as const, text: `${word('waiting')} ${inShanghai(flag.waitingSince)}` }]),
    ...composeReach(flag, lang),
    heading('basis'),
    { kind: 'text', text: formatBasis(flag.basis as Basis, lang) },
    ...(pictures.length === 0 ? [] : [heading('figures'), ...pictures]),
    heading('evidence'),
    ...flag.evidence.flatMap((each) => composeEvidence(each, lang)),
    heading('limits'),
    { kind: 'text', text: flag.limitation },
    heading('procedure'),
    ...composeProcedure(flag, lang),
    ...composeReferrals(flag, lang),
    heading('again'),
    ...flag.evidence.slice(0, 5).map((each): Block => ({
      kind: 'table',
      head: [],
      widths: [24, 76],
      rows: [
        [word('version'), `${flag.indicator} v${each.version}`],
        [word('hash'), each.inputsHash],
        [word('assessed'), inShanghai(each.assessedAt)],
      ],
    })),
  ];
}

function composeHead(flag: FlagDetailDto, lang: Language): Block {
  const word = createWords(NAMES.words, lang);
  const objects = flag.subjects.first.map(({ label }) => label ?? '—').join(lang === 'zh' ? '；' : '; ');
  const left = flag.subjects.count - flag.subjects.first.length;
  return {
    kind: 'table',
    head: [],
    widths: [22, 78],
    rows: [
      [word('indicator'), `${flag.indicator} ${flag.title}`],
      [word('severity'), NAMES.severities[flag.severity][lang]],
      [word('state'), findName(STATES, flag.state, lang)],
      [word('about'), flag.rootCause.label ?? '—'],
      [word('objects'), `${flag.subjects.count}: ${objects}${left > 0 ? ` … +${left}` : ''}`],
      [word('opened'), inShanghai(flag.openedAt)],
      [word('dataset'), nameDataset(flag.dataset, lang)],
    ],
  };
}

/** How many of all it is true of; of everybody it is said so. */
function composeReach({ reach }: FlagDetailDto, lang: Language): Block[] {
  if (reach === null || reach.of === 0) return [];
  const { hit, of, within } = reach;
  const places = {
    programme: { en: 'of this programme', zh: '本购买计划中' },
    dataset: { en: 'of this dataset', zh: '本数据集中' },
  } as const;
  const place = places[within][lang];
  const text =
    lang === 'zh'
      ? `${place}可判断的 ${of} 个对象中，有 ${hit} 个如此。`
      : `The rule finds this of ${hit} of the ${of} objects ${place} that it could judge.`;
  return [
    {
      kind: 'text',
      text: hit === of && of > 1 ? `${text}${lang === 'zh' ? '' : ' '}${NAMES.words.everybody[lang]}` : text,
    },
  ];
}

function formatBasis({ kind, document, article }: Basis, lang: Language): string {
  const source = [document, article]
    .filter((part) => part !== undefined)
    .join(' · ')
    .replaceAll(' -> ', ' → ');
  if (source === '') return NAMES.words[kind][lang];
  // A threshold of our own about a rule of the law does not make that rule our choice.
  return `${NAMES.words[kind === 'POLICY' ? 'POLICY_ABOUT' : kind][lang]}: ${source}`;
}

/** Of which honest ones a chance is one, by what the finding is about. */
const CHANCES: Readonly<Partial<Record<FlagEvidenceDto['subject']['type'], ChanceUnit>>> = {
  lot: 'lot',
  evaluator: 'evaluator',
};

/** The value beside its threshold; a chance in words alone, for a bare p is read as a chance of guilt. */
function formatFigure({ value, threshold, unit, subject }: FlagEvidenceDto, lang: Language): string {
  if (value === null) return '';
  if (unit === 'p') return describeChance(value, CHANCES[subject.type] ?? 'group')[lang];
  const limit = `${createWords(NAMES.words, lang)('threshold')} ${threshold ?? '—'}`;
  return lang === 'zh' ? `${value}（${limit}）` : `${value} (${limit})`;
}

function composeEvidence(each: FlagEvidenceDto, lang: Language): Block[] {
  const word = createWords(NAMES.words, lang);
  const numbers = new Map<string, string>();
  const nameRecord = (record: string): string => {
    const kind = record.split(':')[0] ?? '';
    const count = [...numbers.keys()].filter((known) => known.startsWith(`${kind}:`)).length;
    const name = numbers.get(record) ?? `${nameRecordKind(kind, lang)} ${count + 1}`;
    numbers.set(record, name);
    return name;
  };
  const figures = formatFigure(each, lang);
  const shown = each.evidence.slice(0, MOST_ROWS);
  const left = each.evidence.length - shown.length;
  return [
    { kind: 'text', text: [each.subject.label ?? '', figures].filter((part) => part !== '').join(' · ') },
    {
      kind: 'table',
      head: [word('record'), word('field'), word('value')],
      widths: [24, 32, 44],
      rows: [
        ...shown.map(({ record, field, value }) => [
          nameRecord(record),
          nameField(record, field, lang),
          field === 'replacedBy' ? nameRecord(value) : formatValue(field, value, lang),
        ]),
        ...(left > 0 ? [['…', `+${left}`, '']] : []),
      ],
    },
    ...composeWithheld(each, lang),
  ];
}

/** Each thing that is withheld, and why; alike ones once. */
function composeWithheld({ withheld }: FlagEvidenceDto, lang: Language): Block[] {
  if (withheld.length === 0) return [];
  const word = createWords(NAMES.words, lang);
  const counts = new Map<string, { row: string[]; n: number }>();
  for (const { record, field, count, text } of withheld) {
    const row = [nameRecordKind(record, lang), nameField(record, field, lang), text];
    const key = row.join('\n');
    counts.set(key, { row, n: (counts.get(key)?.n ?? 0) + (count ?? 1) });
  }
  return [
    { kind: 'text', text: word('withheld') },
    {
      kind: 'table',
      head: [word('record'), word('field'), word('why')],
      widths: [18, 24, 58],
      rows: [...counts.values()].map(({ row: [record = '', ...rest], n }) => [
        n > 1 ? `${record} × ${n}` : record,
        ...rest,
      ]),
    },
  ];
}

function composeProcedure(flag: FlagDetailDto, lang: Language): Block[] {
  const word = createWords(NAMES.words, lang);
  const names = new Map(flag.asked.map(({ organisation, name }) => [organisation, name]));
  const asked = flag.asked.map(({ askedAt, name, dueOn }) => ({
    at: askedAt,
    cells: [name, `${word('asked')} ${dueOn ?? word('undated')}`],
  }));
  const steps = flag.history.map((event) => ({
    at: event.at,
    cells: [formatStep(event, names, lang), formatReason(event, lang)],
  }));
  const rows = [...steps, ...asked]
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at, cells }) => [inShanghai(at), ...cells]);
  return [
    { kind: 'table', head: [word('when'), word('step'), word('said')], widths: [20, 32, 48], rows },
    ...(flag.state === 'confirmed' && flag.appealUntil !== null
      ? [{ kind: 'text' as const, text: `${word('appealUntil')} ${flag.appealUntil}` }]
      : []),
  ];
}

function formatStep(
  { action, organisation }: FlagEventDto,
  names: ReadonlyMap<string, string>,
  lang: Language,
): string {
  const name = organisation === null ? undefined : names.get(organisation);
  return [findName(STEPS, action, lang), ...(name === undefined ? [] : [name])].join(lang === 'zh' ? '：' : ': ');
}

function formatReason({ reason, data, paper, superseded }: FlagEventDto, lang: Language): string {
  const { restsOn } = data as { restsOn?: string[] };
  const rests =
    restsOn === undefined
      ? []
      : [`${NAMES.words.restsOn[lang]}: ${restsOn.map((one) => nameField('', one, lang)).join(', ')}`];
  const earlier = superseded ? [NAMES.words.superseded[lang]] : [];
  const { onPaper } = NAMES.words;
  const written = paper === null ? [] : [`${onPaper[lang]}: ${paper.receivedOn} · ${paper.reference}`];
  return [reason ?? '', ...written, ...earlier, ...rests].filter((part) => part !== '').join('\n');
}

function composeReferrals({ referrals }: FlagDetailDto, lang: Language): Block[] {
  const word = createWords(NAMES.words, lang);
  if (referrals.length === 0) return [];
  return [
    { kind: 'heading', text: word('referrals') },
    {
      kind: 'table',
      head: [word('when'), word('authority'), word('reference'), word('said')],
      widths: [20, 26, 22, 32],
      rows: referrals.map(({ at, authority, reference, reason }) => [
        inShanghai(at),
        authority,
        reference,
        reason ?? word('none'),
      ]),
    },
  ];
}
