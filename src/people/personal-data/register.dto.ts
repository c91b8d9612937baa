import type { Language } from '../../kernel/errors/texts.js';
import type { ErasureOf, RegisterEntry, Term } from './register.js';

/** A term and what it runs from; one of its lengths is given. */
export class TermDto {
  years?: number;
  /** Those that depend on a setting as this installation has set it. */
  days?: number;
  hours?: number;
  minutes?: number;
  from: string;
}

/** How long data about people is kept: by a rule, by a term, or for as long as something lasts. */
export class KeptForDto {
  /** By this rule of law (`/rules`), for what belongs to a purchase. */
  rule?: string;
  /** Where there is a rule: what belongs to no purchase that it keeps. */
  term?: TermDto;
  /** For as long as this lasts. */
  while?: string;
}

/** One kind of data about people: whose, what for, who sees it, how long. */
export class RegisterEntryDto {
  /** A word of ours, `workers`. */
  entry: string;
  about: string;
  purpose: string;
  /** Articles of the Personal Information Protection Law (个人信息保护法) on which it rests, from memory and to be checked in print. */
  basis: string[];
  /** Whether the law counts it as sensitive (article 28). */
  sensitive: boolean;
  /** How it lies there. */
  protection: string;
  seenBy: string;
  kept: KeptForDto;
  /** What becomes of it when somebody's data is erased: `kept_by_rule` is blocked or stays with its purchase. */
  erasure: ErasureOf;

  static fromEntry(entry: RegisterEntry, language: Language, personalDataDays: number): RegisterEntryDto {
    const { id, about, purpose, basis, sensitive, protection, seenBy, kept, erasure } = entry;
    return {
      ...{
        entry: id,
        about: about[language],
        purpose: purpose[language],
        basis: [...basis],
        sensitive,
        protection: protection[language],
      },
      ...{ seenBy: seenBy[language], kept: toKeeping(kept, language, personalDataDays), erasure },
    };
  }
}

function toKeeping(kept: RegisterEntry['kept'], language: Language, personalDataDays: number): KeptForDto {
  if ('while' in kept) return { while: kept.while[language] };
  if (!('rule' in kept)) return { term: toTerm(kept, language, personalDataDays) };
  const { rule, otherwise } = kept;
  return { rule, ...(otherwise && { term: toTerm(otherwise, language, personalDataDays) }) };
}

const toTerm = ({ setting, from, ...term }: Term, language: Language, personalDataDays: number): TermDto => ({
  ...(setting === undefined ? term : { days: personalDataDays }),
  from: from[language],
});

/** What is kept about people. */
export class PersonalDataRegisterDto {
  items: RegisterEntryDto[];
}
