import { isVisible } from '../../kernel/http/is-visible.js';
import type { Text } from '../../kernel/errors/texts.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import { MAX_WORDS, SCALE_MAX, type AnswerValue, type Question } from './survey-types.js';

export interface GivenAnswer {
  question: number;
  value: unknown;
}

const TEXTS = {
  unknown_question: { en: 'The survey has no such question', zh: '问卷没有这道题' },
  not_unique: { en: 'The question is answered twice', zh: '同一题重复作答' },
  not_a_boolean: { en: 'true or false', zh: '应为 true 或 false' },
  out_of_scale: { en: `A whole number from 1 to ${SCALE_MAX}`, zh: `应为 1 至 ${SCALE_MAX} 的整数` },
  unknown_option: { en: 'The number of one of its options', zh: '应为选项编号' },
  not_text: { en: 'A text', zh: '应为文本' },
  too_long: { en: `At most ${MAX_WORDS} characters`, zh: `最多 ${MAX_WORDS} 字` },
} as const;
type Fault = keyof typeof TEXTS;

const sayMissingAnswer = (no: number): Text => ({ en: `Question ${no} is not answered`, zh: `第 ${no} 题未作答` });

const isChoice = (value: unknown, last: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= last;

function findAnswerFault({ kind, options }: Question, value: unknown): Fault | null {
  switch (kind) {
    case 'yes_no':
      return typeof value === 'boolean' ? null : 'not_a_boolean';
    case 'scale':
      return isChoice(value, SCALE_MAX) ? null : 'out_of_scale';
    case 'choice':
      return isChoice(value, options.length) ? null : 'unknown_option';
    case 'text':
      if (typeof value !== 'string') return 'not_text';
      return value.length > MAX_WORDS ? 'too_long' : null;
  }
}

/**
 * The answers in the order of the questions, null where words were left out; or what is wrong with them. Every question
 * but a free text is answered, each once.
 */
export function readAnswers(
  questions: readonly Question[],
  given: readonly GivenAnswer[],
): { answers: (AnswerValue | null)[]; faults: FieldError[] } {
  const faults: FieldError[] = [];
  const fault = (pointer: string, code: Fault) => faults.push({ pointer, code, text: TEXTS[code] });
  const answers = questions.map((): AnswerValue | null => null);
  const seen = new Set<number>();
  for (const [i, { question, value }] of given.entries()) {
    const asked = questions[question - 1];
    if (asked === undefined) fault(`/answers/${i}/question`, 'unknown_question');
    else if (seen.has(question)) fault(`/answers/${i}/question`, 'not_unique');
    else {
      const wrong = findAnswerFault(asked, value);
      if (wrong !== null) fault(`/answers/${i}/value`, wrong);
      else if (asked.kind !== 'text' || isVisible(value)) answers[question - 1] = value as AnswerValue;
    }
    seen.add(question);
  }
  for (const [i, { kind }] of questions.entries())
    if (kind !== 'text' && !seen.has(i + 1))
      faults.push({ pointer: '/answers', code: 'required', text: sayMissingAnswer(i + 1) });
  return { answers, faults };
}
