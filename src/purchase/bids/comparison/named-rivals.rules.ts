import type { TextPart } from './text-likeness.rules.js';
import { normalizeWords } from './text-shingles.rules.js';

/** A body that bids, by what a text may call it. */
export interface NamedBody {
  bid: string;
  name: string;
  creditCode: string | null;
  /** Who bids together with it, itself among them or not. */
  members?: readonly { name: string; creditCode: string | null }[];
}
/** Another bidder's name or code in a bid. */
export interface NamedRival {
  /** The bid in which it stands. */
  bid: string;
  /** The bid of whom it names. */
  named: string;
  /** Of the consortium whose bid it is, the member that is named; absent: the bidder itself. */
  member?: string;
  kind: 'name' | 'code';
  /** Part of the bid in which it stands first. */
  no: number;
  times: number;
}

/** A shorter name is a word like another. */
const LEAST_NAME = 4;

/** What a bid has a reason to say: the documents of the tender, normalized, and whom it bids with or worked for. */
export interface ReasonsToName {
  documents: readonly string[];
  bodies: readonly string[];
}

/**
 * Other bidders, and members of their consortia, whose name or credit code stands in a bid. Its own name, those of its consortium, those of whom it shows
 * contracts and those in the documents of the tender do not count.
 */
export function findNamedRivals(
  own: NamedBody,
  parts: readonly TextPart[],
  others: readonly NamedBody[],
  { documents, bodies }: ReasonsToName,
): NamedRival[] {
  const said = [...listForms(own).map(({ form }) => form), ...bodies.map((text) => normalizeWords(text))].filter(
    (text) => text !== '',
  );
  return others.flatMap((other) =>
    listForms(other).flatMap(({ kind, form, member }): NamedRival[] => {
      if (form.length < LEAST_NAME || said.includes(form) || documents.some((text) => text.includes(form))) return [];
      const around = said.filter((text) => text.includes(form));
      const counts = parts.map(({ no, text }) => ({ no, times: countMentions(text, form, around) }));
      const times = counts.reduce((sum, count) => sum + count.times, 0);
      const first = counts.find((count) => count.times > 0);
      return first
        ? [{ bid: own.bid, named: other.bid, ...(member !== null && { member }), kind, no: first.no, times }]
        : [];
    }),
  );
}

interface NamedForm {
  kind: 'name' | 'code';
  /** Letters and digits alone. */
  form: string;
  member: string | null;
}

/** What a text may call a bidder and those with whom it bids, each form once. */
function listForms({ name, creditCode, members = [] }: NamedBody): NamedForm[] {
  const bodies = [{ name, creditCode, member: null }, ...members.map((each) => ({ ...each, member: each.name }))];
  const forms = bodies.flatMap(({ member, ...body }): NamedForm[] => [
    { kind: 'name', form: normalizeWords(body.name), member },
    { kind: 'code', form: normalizeWords(body.creditCode ?? ''), member },
  ]);
  return forms.filter(({ form }, i) => forms.findIndex((other) => other.form === form) === i);
}

/** How often a form stands in a text, not counted where it is a part of a longer one. */
function countMentions(text: string, form: string, longer: readonly string[]): number {
  if (!text.includes(form)) return 0;
  const rest = longer.reduce((left, name) => left.replaceAll(name, ' '), text);
  return rest.split(form).length - 1;
}
