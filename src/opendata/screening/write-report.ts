import { SETS, type Group } from './screening-types.js';
import { sortValues } from './report.js';
import type { Screening } from './screen-file.js';

export type ScreeningFormat = 'json' | 'ndjson';

/** Stands in each report. */
const NOTE =
  'Published red flags: what these definitions say of the data in this file. A flag is a reason to look, no finding that anybody did wrong; what is not flagged was not found to be in order.';

/** The report in pieces of text. */
export const writeReport = (screening: Screening, format: ScreeningFormat): Generator<string> =>
  format === 'json' ? writeJson(screening) : writeLines(screening);

/** One object: what was read, definitions, what each reading flags in Cardinal's groups, errors. */
function* writeJson({ report, gathering, counts }: Screening): Generator<string> {
  const { errorCount: errors, mainCurrency: currency } = gathering;
  const head = { note: NOTE, currency, releases: { ...report.count(), errors }, definitions: report.listDefinitions() };
  yield JSON.stringify(head).slice(0, -1);
  for (const set of SETS) {
    yield `,"${set}":{`;
    let open: Group | null = null;
    for (const { group, id, values } of report.listFlags(set)) {
      const begin = open === group ? ',' : `${open === null ? '' : '},'}"${group}":{`;
      yield `${begin}${JSON.stringify(id)}:${JSON.stringify(sortValues(values))}`;
      open = group;
    }
    yield open === null ? '}' : '}}';
  }
  yield `,"errors":${JSON.stringify(gathering.errors.map(({ at, ...error }) => ({ [counts]: at, ...error })))}}\n`;
}

/** A line of JSON each, told apart by `kind`. */
function* writeLines({ report, gathering, counts }: Screening): Generator<string> {
  const { errorCount: errors, mainCurrency: currency } = gathering;
  yield toLine({ kind: 'summary', note: NOTE, currency, releases: { ...report.count(), errors } });
  for (const definition of report.listDefinitions()) yield toLine({ kind: 'definition', ...definition });
  for (const set of SETS)
    for (const { group, id, values } of report.listFlags(set))
      yield toLine({ kind: 'flag', reading: set, group, id, values: sortValues(values) });
  for (const { at, ...error } of gathering.errors) yield toLine({ kind: 'error', [counts]: at, ...error });
}

const toLine = (value: object): string => `${JSON.stringify(value)}\n`;
