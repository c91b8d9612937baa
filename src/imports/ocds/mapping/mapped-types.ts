import type { FieldError } from '../../../kernel/errors/problem.js';
import type { NoticeKind } from '../../../law/code-lists/code-lists.js';
import type { ContractFactKind, FactSource, GivenFact, Moment, NewRecordedTender, PartialDate, Party, TenderFactKind } from '../../../purchase/tenders/recording/fact-types.js'; // prettier-ignore
import type { JsonObject } from '../../notices/notice-row-reader.js';
import type { ImportLoss } from '../import-losses.rules.js';

/** A fact, and where in the release it stands. */
export interface MappedFact<K extends TenderFactKind | ContractFactKind> {
  fact: GivenFact<K>;
  pointer: string;
}
export type TenderFacts = MappedFact<TenderFactKind>[];

/** What a release says of a contract that a fact of its tender proves. */
export interface MappedContract {
  /** Of that fact: contracts of one lot and supplier are told apart by it. */
  reference: string;
  facts: MappedFact<ContractFactKind>[];
}

/** A document of the process that is a notice. */
export interface MappedDocument {
  /** Its place in the release: planning and tender number their documents on their own. */
  part: string;
  kind: NoticeKind;
  title: string | null;
  published: PartialDate | null;
  url: string | null;
  deadline: Moment | null;
  raw: JsonObject;
}

/** A compiled release as the commands of recording. */
export interface MappedPurchase {
  tender: NewRecordedTender;
  buyer: Party | null;
  /** Ids of the lots that it lists, in the order of their numbers here: one that lists none is one lot. */
  lotIds: string[];
  facts: TenderFacts;
  contracts: MappedContract[];
  documents: MappedDocument[];
  losses: ImportLoss[];
  /** Why it cannot be taken; then nothing else counts. */
  errors: FieldError[];
}

/** Facts of one process come from it and nothing else; each says from which of its parts, so that a correction finds its fact. */
export const toSource = (ocid: string, part = ''): FactSource => ({
  kind: 'notice',
  reference: `${ocid}${part && `#${part}`}`,
});

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined | null> };
/** Only what the release says: an unknown field is absent. */
export const dropUnknown = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as Given<T>;
