import type { Language } from '../../src/kernel/errors/texts.js';

/** Words that accuse: a finding is a sign, and what it is a sign of is for a person to say who has heard the body. */
const ACCUSING: Readonly<Record<Language, readonly RegExp[]>> = {
  en: [
    ...[/\bfor show\b/i, /\bcollu(de|ding|sion|sive)/i, /\bconspir/i, /\bcartel/i, /\bcheat/i, /\bfraud/i, /\bguilt/i],
    ...[/\bfake/i, /\bforg(e|es|ed|er|ery|ing)\b/i, /\bsham\b/i, /\bcorrupt/i, /\bbribe/i, /\bcover bid/i],
    ...[/\bmanipulat/i, /\bgaming\b/i, /\bcreated after delivery/i, /\bmade up afterwards/i, /\bstaged competition/i],
  ],
  zh: [
    /补录|后补/,
    /串通/,
    /围标|陪标|串标/,
    /造假|作假|虚假/,
    /舞弊|弄虚/,
    /走过场/,
    /勾结|合谋|共谋/,
    /腐败|贿/,
    /操纵/,
    /伪造/,
  ],
};

export const findAccusing = (language: Language, text: string): string[] =>
  ACCUSING[language].flatMap((word) => word.exec(text)?.[0] ?? []);

/** In whichever of the languages. */
export const findAccusingWords = (text: string): string[] => [...findAccusing('en', text), ...findAccusing('zh', text)];

/** What code says in its own words: without comments, imports and ids of rules of law. */
export const stripCode = (code: string): string =>
  code
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/^(import|export) .* from .*$/gm, '')
    .replaceAll(/COLLUDE-[\w-]+/g, '');
