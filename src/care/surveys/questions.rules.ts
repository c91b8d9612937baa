import type { FieldError } from '../../kernel/errors/problem.js';
import type { Question, QuestionAbout, QuestionKind, QuestionText } from './survey-types.js';

interface Given {
  kind: QuestionKind;
  text: { zh: string; en?: string | null };
  options?: { zh: string; en?: string | null }[] | null;
  about?: QuestionAbout | null;
}

const toQuestionText = ({ zh, en }: Given['text']): QuestionText => ({ zh, en: en ?? null });

export const toQuestions = (given: readonly Given[]): Question[] =>
  given.map(({ kind, text, options, about }) => ({
    kind,
    text: toQuestionText(text),
    options: (options ?? []).map(toQuestionText),
    ...(about && { about }),
  }));

/** A choice has two options or more, none that reads like another; nothing else has any. */
export function questionFaults(questions: readonly Question[]): FieldError[] {
  return questions.flatMap(({ kind, options, about }, i): FieldError[] => {
    if (about !== undefined && kind !== 'yes_no')
      return [
        {
          pointer: `/questions/${i}/about`,
          code: 'not_a_yes_no',
          text: { en: 'Only of a question answered by yes or no', zh: '仅限以“是、否”回答的问题' },
        },
      ];
    const pointer = `/questions/${i}/options`;
    if (kind !== 'choice')
      return options.length === 0
        ? []
        : [{ pointer, code: 'not_a_choice', text: { en: 'Only a choice has options', zh: '只有选择题有选项' } }];
    if (options.length < 2)
      return [
        { pointer, code: 'too_few', text: { en: 'A choice has two options at least', zh: '选择题至少两个选项' } },
      ];
    if (new Set(options.map((o) => o.zh.trim())).size < options.length)
      return [{ pointer, code: 'not_unique', text: { en: 'Two options read alike', zh: '选项重复' } }];
    return [];
  });
}
