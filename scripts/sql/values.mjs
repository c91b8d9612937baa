/**
 * Values of the evaluation: what is known of an expression without running the product.
 *
 * text: parts, each a piece of a literal with its place in the sources, or a hole for what is not known
 * plain: a number, a boolean, null or undefined · array · object, of a class or none · function · unknown, with its type
 */
export const text = (value, node = null, offset = 0) => ({ kind: 'text', parts: [{ text: value, node, offset }] });
export const plain = (value) => ({ kind: 'plain', value });
/** `loose`: there may be more of them, or none. */
export const array = (items, loose = false) => ({ kind: 'array', items, loose });
export const object = (props = new Map(), made = null) => ({ kind: 'object', props, made });
export const closure = (node, env, self) => ({ kind: 'function', node, env, self });
/** `from` is the parameter of the function that the evaluation began with, if it comes from one. */
export const unknown = (type, node, from = null) => ({ kind: 'unknown', type, node, from });

export const UNDEFINED = plain(undefined);

export const stringOf = (value) => value.parts.map((part) => part.text).join('');
export const isKnownText = (value) => value.kind === 'text' && value.parts.every((part) => !part.hole);
export const concatenate = (texts) => ({ kind: 'text', parts: texts.flatMap(({ parts }) => parts) });

/** `true`, `false`, or undefined where it is not known. */
export function truth(value) {
  switch (value.kind) {
    case 'plain':
      return Boolean(value.value);
    case 'text':
      return value.parts.some((part) => part.hole) ? undefined : stringOf(value) !== '';
    case 'unknown':
      return undefined;
    case 'array':
      return true;
    default:
      return true;
  }
}

/** The JavaScript value of what is wholly known; undefined means that it is not. */
export function constantOf(value) {
  if (value.kind === 'plain') return { value: value.value };
  if (isKnownText(value)) return { value: stringOf(value) };
  return undefined;
}
