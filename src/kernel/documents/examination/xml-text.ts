import sax from 'sax';
import { MAX_TEXT, Unreadable } from './examination-types.js';

/** Deeper than any document is written. */
const MAX_DEPTH = 512;

/**
 * Takes the text out of the XML of an office document, as it comes in. Entities of a document's own are not unfolded: the
 * parser knows the five of XML and numbers. Text counts inside `texts`, and each of `breaks` ends a line.
 */
export class XmlText {
  private readonly parser = sax.parser(true);
  private readonly decoder = new TextDecoder('utf-8');
  private readonly parts: string[] = [];
  private inside = 0;
  private depth = 0;
  length = 0;

  constructor(texts: ReadonlySet<string>, breaks: ReadonlySet<string>) {
    const { parser } = this;
    const add = (text: string) => {
      if (this.length >= MAX_TEXT) return;
      this.parts.push(text.slice(0, MAX_TEXT - this.length));
      this.length += text.length;
    };
    parser.onopentag = ({ name }) => {
      if (++this.depth > MAX_DEPTH) throw new Unreadable('limits');
      if (texts.has(name)) this.inside += 1;
    };
    parser.onclosetag = (name) => {
      this.depth -= 1;
      if (texts.has(name)) this.inside -= 1;
      if (breaks.has(name)) add('\n');
    };
    parser.ontext = (text) => {
      if (this.inside > 0) add(text);
    };
    // What is not well formed is passed over: a word that is wrong takes no other with it.
    parser.onerror = () => {
      (parser as { error: Error | null }).error = null;
    };
  }

  write(chunk: Uint8Array): void {
    this.parser.write(this.decoder.decode(chunk, { stream: true }));
  }

  end(): string {
    this.parser.close();
    return this.parts.join('');
  }
}
