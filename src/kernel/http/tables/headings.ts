import type { Language } from '../../errors/texts.js';
import chinese from './heading.texts.json' with { type: 'json' };
import type { Column } from './columns.js';

const CHINESE: Readonly<Record<string, string>> = chinese;

/** Names that are short for something. */
const SHORT: Readonly<Record<string, string>> = { id: 'ID', ocid: 'OCID', url: 'URL', en: 'English', zh: 'Chinese' };

/** `signedOn` becomes `Signed on`. */
function humaniseName(name: string): string {
  const words = name
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, (_match, end: string, begin: string) => `${end} ${begin.toLowerCase()}`);
  return SHORT[name] ?? words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** The Chinese word for the last name of a path: as it is used below the name before, else as it is used everywhere. */
export const findChineseName = (path: readonly string[]): string | undefined =>
  CHINESE[path.slice(-2).join('.')] ?? CHINESE[path.at(-1) ?? ''];

const YUAN: Readonly<Record<Language, string>> = { en: ' (yuan)', zh: '（元）' };

/** The heading of a column of a list: the names of its fields from the outermost in; of amounts their unit too. */
export const formatHeading = (
  list: string,
  { path, kind }: Pick<Column, 'path' | 'kind'>,
  language: Language,
): string =>
  path
    .map(
      (name, i) =>
        (language === 'zh' ? findChineseName([list, ...path.slice(0, i + 1)]) : undefined) ?? humaniseName(name),
    )
    .join(' / ') + (kind === 'yuan' ? YUAN[language] : '');
