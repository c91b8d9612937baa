import { PROBLEMS, type ProblemCode } from '../../kernel/errors/codes.js';
import { Problem, type FieldError } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import { dropPlace } from '../../kernel/http/validation/check-words.js';
import { conflictText } from '../../purchase/tenders/recording/contradiction.js';
import type { ConflictCode } from '../../purchase/tenders/purchases/purchase-types.js';
import { toRowRejection } from '../notices/notice-importer.js';
import { limitFaults } from '../rows/import-rows.js';
import type { BulkKind } from './bulk-kind.js';
import type { BuiltRequest } from './request-builder.js';

/** A fault of a request; of a fact that contradicts others the fields in which it does. */
type RequestFault = FieldError & { fields?: readonly string[] };

export const toFault = (code: ProblemCode, text: Text = PROBLEMS[code].title): FieldError => ({
  ...{ pointer: '', code, text },
});

/** As a refused contradiction names its sides: those of the request by their pointer. */
interface Contradiction {
  code: ConflictCode;
  fields: readonly string[];
  facts: readonly { pointer: string | null }[];
}

/** A refusal as faults of the request, or what the database cannot hold; null where the row is not at fault. */
export function listFaults(error: unknown): RequestFault[] | null {
  if (!(error instanceof Problem)) return toRowRejection(error)?.errors ?? null;
  if (error.status >= 500) return null;
  const { errors, detail, facts } = error.details;
  if (error.code !== 'fact_contradiction') return errors ?? [toFault(error.code, detail)];
  return ((facts?.['contradictions'] ?? []) as Contradiction[]).flatMap(({ code, fields, facts: sides }) =>
    sides.flatMap(({ pointer }) => (pointer === null ? [] : [{ pointer, code, text: conflictText(code), fields }])),
  );
}

/** A row is one fact, which the request may hold as the only one of a list. */
const dropList = (pointer: string): string => pointer.replace(/^\/facts\/0(?=\/|$)/, '');

/** All that the row says contradicts others, or it says nothing. */
const isOfAll = ({ fields, code }: RequestFault): boolean => fields !== undefined || code === 'says_nothing';

/** Where in the request a fault stands: of what the row is about, of what it says, or of what contradicts others. */
function listPlaces(fault: RequestFault, kind: BulkKind, built: BuiltRequest): string[] {
  const { pointer, code, fields = [] } = fault;
  const said = dropList(pointer);
  const contradicted = fields.map((field) => `${said}/data/${field}`).filter((place) => built.hasValue(place));
  if (contradicted.length > 0) return contradicted;
  if (said === '' && code === 'not_found') return [`/${kind.subject}`];
  const about = kind.about ?? kind.subject;
  if (isOfAll(fault)) return [kind.columns.find(({ key }) => key === about)?.at ?? `/${about}`];
  return [kind.places?.[said] ?? said];
}

/** Faults of a request as faults of cells, by the lines of its rows. */
export function locateFaults(
  built: BuiltRequest,
  faults: readonly RequestFault[],
  kind: BulkKind,
): Map<number, FieldError[]> {
  const located = new Map<number, FieldError[]>();
  const add = (fault: FieldError, place: string): void => {
    // The reason is said of the whole file.
    const cell = built.findCell(place);
    const { line, pointer } = place === '/reason' ? { ...cell, pointer: '?reason' } : cell;
    const ofLine = located.get(line) ?? [];
    located.set(line, ofLine);
    if (!ofLine.some((other) => other.pointer === pointer && other.code === fault.code))
      ofLine.push({ ...fault, pointer });
  };
  for (const fault of limitFaults([...faults])) {
    const { fields: _, ...said } = { ...fault, text: dropPlace(fault.pointer, fault.text) } as RequestFault;
    for (const place of listPlaces(fault, kind, built)) add(said, place);
  }
  return located;
}
