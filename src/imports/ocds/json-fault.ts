import type { Text } from '../../kernel/errors/texts.js';

/** Where bytes stop being JSON, and what was expected there. */
export interface JsonFault {
  at: number;
  expected: Text;
}

const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93];
/** Below it no byte stands in a text. */
const BLANK = 32;
const isBlank = (byte: number): boolean => byte === BLANK || byte === 9 || byte === 10 || byte === 13;
/** Numbers, `true`, `false` and `null`: what is none of them is no value. */
const WORD = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)$/i;

const EXPECTED = {
  value: { en: 'a value is expected', zh: '此处应为值' },
  value_or_end: { en: 'a value or a closing bracket is expected', zh: '此处应为值或右括号' },
  name: { en: 'a name in quotes is expected', zh: '此处应为带引号的名称' },
  name_or_end: { en: 'a name in quotes or a closing bracket is expected', zh: '此处应为带引号的名称或右括号' },
  colon: { en: 'a colon is expected', zh: '此处应为冒号' },
  comma: { en: 'a comma or the closing bracket is expected', zh: '此处应为逗号或对应的右括号' },
  end: { en: 'nothing more is expected', zh: '此处不应再有内容' },
} satisfies Record<string, Text>;
const UNCLOSED: Text = { en: 'a text begins that does not end in its line', zh: '此处开始的文本在本行内没有结束' };

type Expected = keyof typeof EXPECTED;

/** Reads one value byte by byte: a release whose brackets or quotes do not match is parsed by nobody else. */
class FaultFinder {
  private expects: Expected = 'value';
  private readonly open: number[] = [];
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  find(): JsonFault | null {
    while (this.at < this.bytes.length) {
      const byte = this.bytes[this.at] ?? 0;
      const start = this.at;
      if (isBlank(byte)) this.at++;
      else if (byte === QUOTE && !this.skipText())
        return this.at < this.bytes.length ? { at: start, expected: UNCLOSED } : null;
      else if (!this.take(byte)) return { at: start, expected: EXPECTED[this.expects] };
    }
    return null;
  }

  /** Answers whether the byte, or what begins with it, may stand here. */
  private take(byte: number): boolean {
    if (byte === QUOTE) return this.endValue('name');
    const begins = this.expects === 'value' || this.expects === 'value_or_end';
    if (byte === COLON || byte === COMMA) return this.takeSign(byte);
    if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) return this.closeBracket(byte);
    if (!begins) return false;
    if (byte !== OPEN_OBJECT && byte !== OPEN_LIST) return this.skipWord() && this.endValue();
    this.open.push(byte);
    this.expects = byte === OPEN_OBJECT ? 'name_or_end' : 'value_or_end';
    this.at++;
    return true;
  }

  private takeSign(byte: number): boolean {
    if (this.expects !== (byte === COLON ? 'colon' : 'comma')) return false;
    this.expects = byte === COLON || this.open.at(-1) === OPEN_LIST ? 'value' : 'name';
    this.at++;
    return true;
  }

  private closeBracket(byte: number): boolean {
    const mayEnd = this.expects === 'comma' || this.expects.endsWith('_or_end');
    const opened = byte === CLOSE_OBJECT ? OPEN_OBJECT : OPEN_LIST;
    if (!mayEnd || this.open.at(-1) !== opened) return false;
    this.open.pop();
    this.at++;
    this.expects = this.open.length === 0 ? 'end' : 'comma';
    return true;
  }

  /** A text is a name where one is expected. */
  private endValue(kind: 'name' | 'word' = 'word'): boolean {
    if (kind === 'name' && this.expects.startsWith('name')) this.expects = 'colon';
    else if (this.expects.startsWith('value')) this.expects = this.open.length === 0 ? 'end' : 'comma';
    else return false;
    return true;
  }

  /** Answers whether the text ends before anything that cannot stand in it. */
  private skipText(): boolean {
    for (this.at++; this.at < this.bytes.length; this.at++) {
      const byte = this.bytes[this.at] ?? 0;
      if (byte < BLANK) return false;
      if (byte === BACKSLASH) this.at++;
      else if (byte === QUOTE) {
        this.at++;
        return true;
      }
    }
    return false;
  }

  private skipWord(): boolean {
    const start = this.at;
    while (this.at < this.bytes.length && /[\w.+-]/.test(String.fromCharCode(this.bytes[this.at] ?? 0))) this.at++;
    return WORD.test(Buffer.from(this.bytes.subarray(start, this.at)).toString('latin1'));
  }
}

/** The first byte that no JSON text has there; null where nothing is wrong but that it may end too early. */
export const findJsonFault = (bytes: Uint8Array): JsonFault | null => new FaultFinder(bytes).find();
