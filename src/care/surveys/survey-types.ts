export const PURPOSES = ['acceptance', 'evaluation', 'line'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const QUESTION_KINDS = ['yes_no', 'scale', 'choice', 'text'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

export interface QuestionText {
  zh: string;
  en: string | null;
}
/** What a question is about, where it says so: whether the service was received at all. */
export const QUESTION_ABOUT = ['received'] as const;
export type QuestionAbout = (typeof QUESTION_ABOUT)[number];

/** A question as stored; its number is its place, counted from 1. */
export interface Question {
  kind: QuestionKind;
  text: QuestionText;
  /** Of a choice, each with its number from 1. */
  options: QuestionText[];
  /** Only of a question answered by yes or no. Absent: nothing is said. */
  about?: QuestionAbout;
}

/** What follows on a line: signed, on its way, planned, nothing; or nothing that should, because no day of the line comes after. */
export const NEXT_KINDS = ['signed', 'tender', 'plan', 'none', 'line_ends'] as const;
export type NextKind = (typeof NEXT_KINDS)[number];

/** What was answered: whether, a step of the scale, the number of an option, or words. */
export type AnswerValue = boolean | number | string;
export const SCALE_MAX = 5;
export const MAX_WORDS = 1000;
