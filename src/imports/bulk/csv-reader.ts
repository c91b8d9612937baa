import { Problem } from '../../kernel/errors/problem.js';

/** Longest record, in characters: a quote that nobody closes would otherwise hold the whole file. */
const MAX_RECORD = 1024 * 1024;

/** A record of a file: on which line it begins, its cells, and its text as received. */
export interface CsvRecord {
  line: number;
  cells: string[];
  raw: string;
}

const createCsvProblem = (line: number, en: string, zh: string): Problem =>
  new Problem('unreadable_file', {
    detail: { en: `Line ${line}: ${en}`, zh: `第 ${line} 行：${zh}` },
  });

/** Decodes a stream as UTF-8; a file in GBK is none, and is refused before its names are garbled. */
async function* decodeUtf8(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Buffer): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new Problem('unsupported_media_type', {
        detail: { en: 'The file is not UTF-8; GBK is not read', zh: '文件不是 UTF-8 编码；不支持 GBK' },
      });
    }
  };
  for await (const chunk of stream) yield decode(chunk);
  yield decode();
}

/** The state between two characters: one record is held at a time. */
class RecordBuilder {
  private cells: string[] = [];
  private cell = '';
  private raw = '';
  /** Carriage returns outside quotes, until it is known whether they end the line. */
  private returns = '';
  private state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  private line = 1;
  private begun = 1;

  /** Takes a character; answers the record that it ends. */
  take(char: string): CsvRecord | null {
    if (char === '\n') this.line++;
    if (char === '\n' && this.state !== 'quoted') return this.end();
    this.raw += char;
    if (this.raw.length > MAX_RECORD) throw createCsvProblem(this.begun, 'the record is too long', '记录过长');
    if (this.state === 'quoted') this.readQuotedChar(char);
    else this.readUnquotedChar(char);
    return null;
  }

  /** The record that the file or a line ends; none where no cell says anything, as in blank rows that a spreadsheet writes. */
  end(): CsvRecord | null {
    if (this.state === 'quoted') throw createCsvProblem(this.begun, 'a quote is not closed', '引号未闭合');
    const raw = this.raw.slice(0, this.raw.length - this.returns.length);
    const cells = [...this.cells, this.cell];
    const record = cells.every((cell) => cell.trim() === '') ? null : { line: this.begun, cells, raw };
    this.cells = [];
    this.cell = '';
    this.raw = '';
    this.returns = '';
    this.state = 'start';
    this.begun = this.line;
    return record;
  }

  private readQuotedChar(char: string): void {
    if (char === '"') this.state = 'closed';
    else this.cell += char;
  }

  private readUnquotedChar(char: string): void {
    if (char === '\r') {
      this.returns += char;
      return;
    }
    this.keepReturns();
    if (char === ',') {
      this.cells.push(this.cell);
      this.cell = '';
      this.state = 'start';
    } else if (char === '"' && this.state !== 'plain') {
      // Two of them in a quoted cell are one.
      if (this.state === 'closed') this.cell += '"';
      this.state = 'quoted';
    } else this.addPlain(char);
  }

  /** Carriage returns that no line end follows stand in the cell as any other character. */
  private keepReturns(): void {
    if (this.returns === '') return;
    this.addPlain(this.returns);
    this.returns = '';
  }

  private addPlain(text: string): void {
    if (this.state === 'closed') throw createCsvProblem(this.line, 'text behind a closed quote', '引号后有多余文本');
    this.cell += text;
    this.state = 'plain';
  }
}

/** The cells of one record that was read before. */
export function parseCsvRecord(text: string): string[] {
  const builder = new RecordBuilder();
  for (const char of text) builder.take(char);
  return builder.end()?.cells ?? [];
}

/** The records of a file (RFC 4180), one after another, in memory one at a time. Blank rows are left out. */
export async function* readCsv(stream: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord> {
  const builder = new RecordBuilder();
  for await (const text of decodeUtf8(stream))
    for (const char of text) {
      const record = builder.take(char);
      if (record !== null) yield record;
    }
  const last = builder.end();
  if (last !== null) yield last;
}
