import sax from 'sax';
import { createWorkbookProblem } from './workbook-problem.js';

export type Attributes = Readonly<Record<string, string>>;

/** What is told of an XML text, in its order. Names of elements are without their prefix; a long text comes in pieces. */
export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Deeper than any part of a workbook is nested, and more than any of its elements says of itself. */
const MAX_DEPTH = 64;
const MAX_ATTRIBUTES = 64;

const dropPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads XML as it comes. The parser knows the five entities of XML and numbers, fetches nothing, and bounds what it holds
 * of a name, a value and a text.
 */
export class XmlReader {
  private readonly parser = sax.parser(true, { position: false });
  private depth = 0;
  private attributes = 0;

  constructor(handler: XmlHandler) {
    const { parser } = this;
    parser.onattribute = () => {
      if (++this.attributes > MAX_ATTRIBUTES) throw createWorkbookProblem('too_large');
    };
    parser.onopentag = ({ name, attributes }) => {
      if (++this.depth > MAX_DEPTH) throw createWorkbookProblem('too_large');
      this.attributes = 0;
      handler.open?.(dropPrefix(name), attributes as Attributes);
    };
    parser.onclosetag = (name) => {
      this.depth--;
      handler.close?.(dropPrefix(name));
    };
    const tell = (text: string) => handler.text?.(text);
    parser.ontext = tell;
    parser.oncdata = tell;
    const refuse = () => {
      throw createWorkbookProblem('damaged');
    };
    parser.ondoctype = refuse;
    parser.onerror = refuse;
  }

  /** @throws Problem for what is no XML of a workbook */
  write(text: string): void {
    this.parser.write(text);
  }

  close(): void {
    this.parser.close();
  }
}
