import type { Language } from '../../kernel/errors/texts.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import type { Category, CodeItem } from './code-lists.js';
import type { NoticeList, NoticeWord } from './notice-words.js';

/** One code with its label in the language asked for. */
export class CodeItemDto {
  code: string;
  label: string;
  labels: CodeLabelsDto;
  /** Of a category: code of the government procurement catalogue of 2022. */
  catalogueCode?: string | null;
  /** Of a category: residents receive it; null: not known. */
  publicService?: boolean | null;
  /** Of a category: it is meant to go on; null: not known. */
  continuous?: boolean | null;
  /** Of a word of notice rows: the codes for which it stands. */
  means?: NoticeMeaningDto[];

  static fromItem(this: void, item: CodeItem | Category | NoticeWord, language: Language): CodeItemDto {
    return { ...item, label: item.label[language], labels: item.label };
  }
}

/** The code that a word of a notice row stands for where its field takes that list. */
export class NoticeMeaningDto {
  list: NoticeList;
  code: string;
}

/** The label of a code in both languages. */
export class CodeLabelsDto {
  zh: string;
  en: string;
}

/** A page of a code list. */
export class CodeListDto extends ListOf(CodeItemDto) {}
