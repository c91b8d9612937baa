/** A text a person reads, in both languages of the product. */
export interface Text {
  en: string;
  zh: string;
}
export type Language = keyof Text;

/** `zh*` in Accept-Language before any `en*` means Chinese; everything else English. */
export function chooseLanguage(header: string | undefined): Language {
  let best: Language = 'en';
  let weight = 0;
  for (const part of (header ?? '').split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const q = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((v) => v !== undefined);
    const value = q === undefined ? 1 : Number(q);
    const language = tag.startsWith('zh') ? 'zh' : tag.startsWith('en') || tag === '*' ? 'en' : null;
    if (language !== null && value > weight) [best, weight] = [language, value];
  }
  return best;
}
