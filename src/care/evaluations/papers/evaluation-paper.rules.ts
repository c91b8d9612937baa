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
import type { EvaluationDetailDto } from '../evaluation.dto.js';
import NAMES from './evaluation-words.json' with { type: 'json' };

function findMark({ state }: EvaluationDetailDto): Text | null {
  switch (state) {
    case 'published':
      return null;
    case 'cancelled':
      return NAMES.marks.cancelled;
    case 'appealed':
    case 're_evaluated':
      return NAMES.marks.appealed;
    default:
      return NAMES.marks.unpublished;
  }
}

/** An evaluation on paper, as far as its reader is shown it. Neither evidence nor who is tied stands on it. */
export function composeEvaluationPaper(evaluation: EvaluationDetailDto, language: Language): Paper {
  const word = createWords(NAMES.words, language);
  const { scheme, gradeBasis, own, evaluatorName, counts } = evaluation;
  const mark = findMark(evaluation);
  return {
    file: {
      ascii: `evaluation-${evaluation.id.slice(0, 8)}`,
      shown: `${word('title')} ${evaluation.contractTitle}`,
    },
    title: `${word('title')} ${evaluation.contractTitle}`,
    marks: mark === null ? [] : [mark[language]],
    dataset: evaluation.dataset,
    blocks: [
      { kind: 'title', text: word('title') },
      composeFields([
        [word('contract'), evaluation.contractTitle],
        [word('kind'), findWord(NAMES.kinds, evaluation.kind, language)],
        [word('scheme'), `${scheme.name}（${word('version')} ${scheme.no}）`],
        [word('evaluator'), own ? `${evaluatorName ?? UNKNOWN}（${word('own')}）` : evaluatorName],
        [word('dueOn'), evaluation.dueOn],
        [word('state'), findWord(NAMES.states, evaluation.state, language)],
        [word('publishedAt'), inShanghai(evaluation.publishedAt)],
        [word('total'), evaluation.total],
        [word('grade'), evaluation.gradeLabel],
        ...(gradeBasis === null ? [] : ([[word('basis'), `${gradeBasis.document} ${gradeBasis.article}`]] as const)),
        [word('counts'), word(counts ? 'yes' : 'no')],
      ]),
      ...composeSection(
        word('dimensions'),
        [word('dimension'), word('weight'), word('points')],
        [60, 20, 20],
        (evaluation.dimensions ?? []).map(({ name, weight, total }) => [name, `${weight}%`, total]),
      ),
      ...composeSection(
        word('scores'),
        [word('leaf'), word('criterion'), word('max'), word('points'), word('comment')],
        [11, 37, 10, 12, 30],
        (evaluation.scores ?? []).map(({ leaf, name, max, points, comment }) => [
          leaf,
          name,
          max,
          points,
          comment ?? UNKNOWN,
        ]),
      ),
      ...composeAppeal(evaluation, language),
    ],
  };
}

function composeAppeal({ appeal }: EvaluationDetailDto, language: Language): PaperBlock[] {
  if (appeal === null) return [];
  const word = createWords(NAMES.words, language);
  return [
    { kind: 'heading', text: word('appeal') },
    composeFields([
      [word('at'), inShanghai(appeal.at)],
      ...(appeal.grounds === null ? [] : ([[word('grounds'), appeal.grounds]] as const)),
      ...(appeal.answer === null ? [] : ([[word('answer'), appeal.answer]] as const)),
    ]),
  ];
}
