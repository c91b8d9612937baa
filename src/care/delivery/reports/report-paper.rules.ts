import {
  composeFields,
  composeSection,
  createWords,
  findWord,
  inShanghai,
  UNKNOWN,
  type Paper,
  type PaperBlock,
} from '../../../kernel/documents/papers/paper.js';
import type { Language, Text } from '../../../kernel/errors/texts.js';
import { contentLabel, getCodeLabel } from '../../../law/code-lists/code-lists.js';
import type { ReportDto, ReportFiguresDto, ServedDto } from './progress-report.dto.js';
import NAMES from './report-words.json' with { type: 'json' };

const findMark = ({ state, inForce }: ReportDto): Text | null =>
  state !== 'approved' ? NAMES.marks[state] : inForce ? null : NAMES.marks.replaced;

/** A progress report on paper, as its reader is shown it. `about` says which contract it is of. */
export function composeReportPaper(
  report: ReportDto,
  about: readonly (readonly [string, string | null])[],
  language: Language,
): Paper {
  const word = createWords(NAMES.words, language);
  const { from, to, no, figures, text, adjustmentReason, decisionReason } = report;
  const mark = findMark(report);
  const title = `${word('title')} ${from} ${word('to')} ${to}`;
  return {
    file: { ascii: `progress-report-${from}-${to}`, shown: title },
    title,
    marks: mark === null ? [] : [mark[language]],
    dataset: report.dataset,
    blocks: [
      { kind: 'title', text: word('title') },
      composeFields([
        ...about,
        [word('period'), `${from} ${word('to')} ${to}`],
        ...(no === 0 ? [] : ([[word('adjustment'), no]] as const)),
        ...(adjustmentReason === null ? [] : ([[word('adjustmentReason'), adjustmentReason]] as const)),
        [word('state'), findWord(NAMES.states, report.state, language)],
        [word('submittedAt'), inShanghai(report.submittedAt)],
        [word('decidedAt'), inShanghai(report.decidedAt)],
        ...(decisionReason === null ? [] : ([[word('decisionReason'), decisionReason]] as const)),
        [word('asOf'), inShanghai(report.asOf)],
      ]),
      ...(figures === null ? [] : composeFigures(figures, language)),
      ...(text === null
        ? []
        : ([
            { kind: 'heading', text: word('text') },
            { kind: 'text', text },
          ] as const)),
      ...(report.recordsHash === null
        ? []
        : ([{ kind: 'text', text: `${word('hash')}：${report.recordsHash}` }] as const)),
    ],
  };
}

const SERVED = ['records', 'minutes', 'visits', 'recipients'] as const satisfies readonly (keyof ServedDto)[];
const WIDTHS = [36, 16, 16, 16, 16];

function composeFigures(figures: ReportFiguresDto, language: Language): PaperBlock[] {
  const word = createWords(NAMES.words, language);
  const row = (name: string, served: ServedDto): string[] => [name, ...SERVED.map((each) => String(served[each]))];
  const head = SERVED.map(word);
  const formatNumber = (value: number | null): string => (value === null ? UNKNOWN : String(value));
  return [
    ...composeSection(word('figures'), [word('scope'), ...head], WIDTHS, [
      row(word('all'), figures),
      row(word('within'), figures.withinContract),
      row(word('outside'), figures.outsideContract),
    ]),
    ...composeSection(
      word('forms'),
      [word('form'), ...head],
      WIDTHS,
      figures.forms.map((served) => row(getCodeLabel('service-forms', served.form)[language], served)),
    ),
    ...composeSection(
      word('contents'),
      [word('content'), ...head],
      WIDTHS,
      figures.contents.map((served) =>
        row(served.content === null ? word('uncoded') : contentLabel(served.content)[language], served),
      ),
    ),
    ...composeSection(
      word('standards'),
      [word('no'), word('standard'), word('target'), word('done'), word('total')],
      [10, 42, 18, 15, 15],
      figures.standards.map(({ no, text, target, unit, done, total }) => [
        String(no),
        text,
        target === null ? UNKNOWN : `${target} ${unit ?? ''}`.trim(),
        formatNumber(done),
        formatNumber(total),
      ]),
    ),
  ];
}
