/** What an operation takes and answers, field by field, as the document describes it: `items[].lots[].no`. */

const DEEPEST = 6;

/** Every field that a schema describes, down to a depth that no schema of ours exceeds but those that hold themselves. */
function fieldsOf(given, resolve, place = '', depth = 0) {
  const schema = resolve(given);
  if (!schema || depth > DEEPEST) return [];
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => [
    `${place}${name}`,
    ...fieldsOf(value, resolve, `${place}${name}.`, depth + 1),
  ]);
  const items = schema.items ? fieldsOf(schema.items, resolve, `${place}[].`, depth + 1) : [];
  return [...inner, ...items, ...parts.flatMap((part) => fieldsOf(part, resolve, place, depth + 1))];
}

const ofContent = (part, resolve) =>
  Object.values(resolve(part)?.content ?? {}).flatMap(({ schema }) => fieldsOf(schema, resolve));

/** Fields of the body, fields of the answers that are no refusals, parameters (one that is required ends in `!`). */
export function shapeOf({ requestBody, responses }, parameters, resolve) {
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return {
    body: new Set(ofContent(requestBody, resolve)),
    answer: new Set(answers.flatMap(([, answer]) => ofContent(answer, resolve))),
    parameters: new Set(
      parameters.filter((p) => p.in !== 'path').map((p) => `${p.in} ${p.name}${p.required ? '!' : ''}`),
    ),
  };
}
