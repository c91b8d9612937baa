import type { Language } from '../../kernel/errors/texts.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import type { Category, CodeItem } from './code-lists.js';

/** One code with its label in the language asked for. The last three are there for categories only. */
export class CodeItemDto {
  code: string;
  label: string;
  labels: CodeLabelsDto;
  /** Code of the government procurement catalogue of 2022. */
  catalogueCode?: string | null;
  /** Residents receive it; null: not known. */
  publicService?: boolean | null;
  /** It is meant to go on; null: not known. */
  continuous?: boolean | null;

  static fromItem(this: void, item: CodeItem | Category, language: Language): CodeItemDto {
    return { ...item, label: item.label[language], labels: item.label };
  }
}

/** The label of a code in both languages. */
export class CodeLabelsDto {
  zh: string;
  en: string;
}

/** A page of a code list. */
export class CodeListDto extends ListOf(CodeItemDto) {}
