import type { Language, Text } from '../../kernel/errors/texts.js';
import { contentLabel, getCodeLabel } from '../../law/code-lists/code-lists.js';
import GROUNDS from '../../purchase/reviews/report/report-names.json' with { type: 'json' };
import VALUES from './evidence-words.json' with { type: 'json' };
import NAMES from './flag-report-words.json' with { type: 'json' };

type Names = Readonly<Partial<Record<string, Text>>>;
const FIELDS: Names = NAMES.fields;
const RECORDS: Names = NAMES.records;

/** What a part of a name or of a value is called; undefined where it is no code. */
type FindWord = (code: string, lang: Language) => string | undefined;

const readList =
  (list: string): FindWord =>
  (code, lang) =>
    getCodeLabel(list, code)[lang];
const readNames =
  (names: Names): FindWord =>
  (code, lang) =>
    names[code]?.[lang];

const inSeats = readNames(VALUES.seat);
const REJECTIONS: Readonly<Record<string, string>> = GROUNDS.grounds;

/** Words of what stands as the value of a field: by the field, or by what stands before its last dot. */
const WORDS: Readonly<Record<string, FindWord>> = {
  ...Object.fromEntries(Object.entries(VALUES).map(([field, names]) => [field, readNames(names)])),
  ...Object.fromEntries(
    ['head', 'manager', 'founder', 'holder', 'signed', 'wrote', 'reviewed', 'evaluated'].map((as) => [as, inSeats]),
  ),
  categories: readList('categories'),
  content: readNames(VALUES.mark),
  contentWithoutRecord: (code, lang) => contentLabel(code)[lang],
  document: readNames(VALUES.mark),
  kind: readList('organisation-kinds'),
  method: readList('methods'),
  // Some rooms keep the ground in words, others the code of one.
  rejectedFor: (code, lang) => (lang === 'zh' ? REJECTIONS[code] : code.replaceAll('_', ' ')),
  status: readList('bid-statuses'),
};

export const nameRecordKind = (kind: string, lang: Language): string => RECORDS[kind]?.[lang] ?? kind;

/** What is counted, or a form of service, or a year. */
const nameSuffix = (suffix: string, lang: Language): string =>
  FIELDS[suffix]?.[lang] ?? getCodeLabel('service-forms', suffix)[lang];

/** `documents/3` and `CONSULT-PREP-10D.lots/2.response_deadline`: a place in a bid, and an event that a rule of law counts from or to. */
function namePlace(field: string, lang: Language): string | undefined {
  const [, no] = /^documents\/(\d+)$/.exec(field) ?? [];
  if (no !== undefined) return `${FIELDS['document']?.[lang] ?? ''} ${no}`;
  const [, rule, lot, event] = /^([A-Z][A-Z0-9-]+)\.(?:lots\/(\d+)\.)?(\w+)$/.exec(field) ?? [];
  if (rule === undefined || event === undefined) return undefined;
  return [
    getCodeLabel('events', event)[lang],
    ...(lot === undefined ? [] : [`${nameRecordKind('lot', lang)} ${lot}`]),
    rule,
  ].join(' · ');
}

/** A field of the evidence in words: of a record of its kind, else of any; the last part of its name may be a code of its own. */
export function nameField(record: string, field: string, lang: Language): string {
  const known = FIELDS[`${record.split(':')[0]}.${field}`] ?? FIELDS[field];
  if (known !== undefined) return known[lang];
  const place = namePlace(field, lang);
  if (place !== undefined) return place;
  const end = field.lastIndexOf('.');
  const base = FIELDS[field.slice(0, Math.max(end, 0))];
  return base === undefined ? field : `${base[lang]} · ${nameSuffix(field.slice(end + 1), lang)}`;
}

/** A value of the evidence, its codes in words. */
export function formatValue(field: string, value: string, lang: Language): string {
  const findWord =
    WORDS[field] ?? WORDS[field.slice(0, Math.max(field.search(/[./]/), 0)).replace('documents', 'document')];
  return findWord === undefined ? value : value.replace(/[A-Za-z_]{2,}/g, (code) => findWord(code, lang) ?? code);
}
