/** What stands where a name was taken out, and nobody writes another one. */
export const TAKEN_OUT = '—';

/** A text that is not read as one that was taken out: a person who is called so would count as erased. */
export const isOwnName = (value: unknown): value is string => typeof value === 'string' && value.trim() !== TAKEN_OUT;

export const STANDS_FOR_ERASED = {
  en: `must not be “${TAKEN_OUT}”, which stands where a name was erased`,
  zh: `“${TAKEN_OUT}”表示姓名已被删除，不得作为姓名填写`,
};
