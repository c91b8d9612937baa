const ESCAPE = /_x([\dA-Fa-f]{4})_/g;

/** Office writes characters that XML does not hold as `_x000D_`. */
const decodeEscapes = (text: string): string =>
  text.includes('_x') ? text.replace(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;

/** The text of a string item: plain or of several runs, without the readings that stand beside them. */
export class TextBuilder {
  private text = '';
  private isWithin = false;
  private isReading = false;

  open(name: string): void {
    if (name === 'rPh') this.isReading = true;
    if (name === 't') this.isWithin = !this.isReading;
  }

  close(name: string): void {
    if (name === 'rPh') this.isReading = false;
    if (name === 't') this.isWithin = false;
  }

  add(text: string): void {
    if (this.isWithin) this.text += text;
  }

  /** The text so far; the next one begins. */
  take(): string {
    const text = decodeEscapes(this.text);
    this.text = '';
    return text;
  }
}
