import type { Language } from '../../kernel/errors/texts.js';
import type { ErasureOf, RegisterEntry } from './register.js';

/** How long data about people is kept. One of its members says it. */
export class KeptForDto {
  /** By this rule of law (`/rules`). */
  rule?: string;
  /** For so many days after `from`, as this installation has set it. */
  days?: number;
  /** For so many hours after `from`. */
  hours?: number;
  /** For so many minutes after `from`. */
  minutes?: number;
  from?: string;
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
      ...{ entry: id, about: about[language], purpose: purpose[language], basis: [...basis], sensitive, protection },
      ...{ seenBy: seenBy[language], kept: toKept(kept, language, personalDataDays), erasure },
    };
  }
}

function toKept(kept: RegisterEntry['kept'], language: Language, personalDataDays: number): KeptForDto {
  if ('while' in kept) return { while: kept.while[language] };
  if ('setting' in kept) return { days: personalDataDays, from: kept.from };
  return { ...kept };
}

/** What is kept about people. */
export class PersonalDataRegisterDto {
  items: RegisterEntryDto[];
}
