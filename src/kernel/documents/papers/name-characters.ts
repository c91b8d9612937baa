import type PDFDocument from 'pdfkit';
import { cleanText } from './clean-text.js';

type Doc = InstanceType<typeof PDFDocument>;

/** Marks that change how the character before them looks: the font has none of them, and the character says enough. */
const JOINING = /[\u200b-\u200d]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;

interface Font {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** A character that the font cannot draw is named, so that a rare name is not a name with a hole in it. */
export function createNaming(doc: Doc): (text: string) => string {
  const { font } = (doc as unknown as { _font: { font: Font } })._font;
  const named = new Map<string, string>();
  const nameCharacter = (character: string): string => {
    const known = named.get(character);
    if (known !== undefined) return known;
    const code = character.codePointAt(0) ?? 0;
    const name =
      character === '\n' || font.hasGlyphForCodePoint(code) ? character : `〔U+${code.toString(16).toUpperCase()}〕`;
    named.set(character, name);
    return name;
  };
  return (text) => Array.from(cleanText(text).replace(JOINING, ''), nameCharacter).join('');
}
