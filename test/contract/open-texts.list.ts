/** Texts that are no id, instant or day by a format, each with its reason. */
export const TEXT_WITHOUT_FORMAT: Readonly<Record<string, string>> = {};

/** Texts whose recorded values are words and which are no enumeration, each with its reason; `*.name`: wherever it stands. */
export const WORD_WITHOUT_LIST: Readonly<Record<string, string>> = {};
