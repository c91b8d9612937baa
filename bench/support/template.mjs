/** A value of a recorded request, with what is another for every job (its marks) still open. */
function open(value, marks) {
  if (Array.isArray(value)) {
    const items = value.map((item) => open(item, marks));
    return (job) => items.map((item) => item(job));
  }
  if (value !== null && typeof value === 'object') {
    const fixed = 'hex' in value ? Buffer.from(value.hex, 'hex') : new Date(value.time);
    return () => fixed;
  }
  if (typeof value !== 'string') return () => value;
  // Cut at its marks once: a long text with hundreds of them costs the bare side no more than putting it together.
  const names = new Map(marks.map(({ name, text }) => [text, name]));
  const pieces = marks.length === 0 ? [value] : value.split(new RegExp(`(${marks.map(({ text }) => text).join('|')})`));
  if (pieces.length === 1) return () => value;
  const parts = pieces.map((piece) => ({ piece, name: names.get(piece) }));
  return (job) => parts.map(({ piece, name }) => (name === undefined ? piece : job[name])).join('');
}

/** Statements as they were recorded, with `of`: their values for a job. */
export const opened = (statements, marks) =>
  statements.map(({ name, text, values }) => ({ name, text, of: values.map((value) => open(value, marks)) }));

/** Begins or ends a transaction. */
export const isBoundary = (text) => /^(START TRANSACTION|BEGIN|COMMIT|ROLLBACK)/.test(text);
