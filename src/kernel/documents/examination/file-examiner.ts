import { Injectable } from '@nestjs/common';
import { Problem } from '../../errors/problem.js';
import { DOCUMENT_ENDINGS } from '../document-types.js';
import {
  cleanPrint,
  MAX_TEXT,
  UNREADABLE_FOR,
  UNSAFE_KINDS,
  type Examined,
  type FilePrint,
  type FileText,
  type ToExamine,
} from './examination-types.js';
import { resolveProgram, LimitedProcess, type ProcessLimits } from './limited-process.js';

/** So many at once; others wait for their turn, and their time begins with it. */
const AT_ONCE = 2;
const MAX_ANSWER = 64 * 1024;
/** Of a text: each character may be written as an escape of six. */
const MAX_TEXT_ANSWER = MAX_TEXT * 6 + MAX_ANSWER;

const NOT_EXAMINED = {
  en: 'Nothing was kept: the file is damaged, or reading it took too long. Send it again later; where it is refused again, open it, save it anew, as PDF if need be, or in smaller parts, and send that',
  zh: '文件未被保存：文件已损坏，或者读取时间过长。请稍后重新上传；如仍被拒绝，请打开文件另存（必要时另存为 PDF 或拆分为较小的文件）后再上传',
};

/**
 * Looks into an uploaded file in a process of its own, which holds nothing else, for as long as the request waits: whatever a
 * file does to what reads it, it does it there, and a process that goes beyond its limits is ended.
 */
@Injectable()
export class FileExaminer {
  program: readonly string[] = resolveProgram(import.meta.url, 'file-examiner-child');
  limits: ProcessLimits = { ms: 20_000, heapMb: 192, residentMb: 512 };
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws Problem `file_not_examined` */
  async examine(ask: ToExamine): Promise<Examined> {
    try {
      const found = (await this.ask(ask, MAX_ANSWER)) as Partial<Examined>;
      const mediaType = typeof found.mediaType === 'string' ? found.mediaType : null;
      const unsafe = UNSAFE_KINDS.find((kind) => kind === found.unsafe) ?? null;
      return { mediaType, bomb: found.bomb === true, unsafe, print: cleanPrint(found.print ?? {}) };
    } catch {
      throw new Problem('file_not_examined', { detail: NOT_EXAMINED });
    }
  }

  /** The words of a file that was taken in before. What cannot be read is an answer, whatever the file did to its reader. */
  async readText(file: Omit<ToExamine, 'wants'>): Promise<FileText> {
    try {
      const found = (await this.ask({ ...file, wants: 'text' }, MAX_TEXT_ANSWER)) as FileText;
      if (found.state === 'read') return { state: 'read', text: String(found.text), isCut: found.isCut };
      if (found.state === 'no_text') return { state: 'no_text' };
      const reason = UNREADABLE_FOR.find((known) => known === found.reason) ?? 'broken';
      return { state: 'unreadable', reason };
    } catch {
      return { state: 'unreadable', reason: 'limits' };
    }
  }

  private async ask(ask: ToExamine, most: number): Promise<unknown> {
    if (this.running >= AT_ONCE) await new Promise<void>((turn) => this.waiting.push(turn));
    else this.running += 1;
    try {
      return JSON.parse(await this.run(JSON.stringify(ask), most));
    } finally {
      // Whoever waits takes the place over.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /**
   * The same of a file that is to be taken in.
   * @throws Problem `file_not_examined`, `zip_bomb`, `unsafe_file`, `unsupported_media_type`
   */
  async mustTake(ask: ToExamine): Promise<{ mediaType: string; print: FilePrint }> {
    const { mediaType, bomb, unsafe, print } = await this.examine(ask);
    if (bomb) throw new Problem('zip_bomb');
    if (unsafe) throw new Problem('unsafe_file', { facts: { found: unsafe } });
    if (mediaType !== null) return { mediaType, print };
    throw new Problem('unsupported_media_type', {
      detail: {
        en: `Taken are ${DOCUMENT_ENDINGS.join(', ')}, if the content is what the name says`,
        zh: `可上传 ${DOCUMENT_ENDINGS.join('、')}，且内容须与文件名一致`,
      },
    });
  }

  private run(input: string, most: number): Promise<string> {
    const reader = new LimitedProcess(this.program, this.limits, most);
    reader.close(input);
    return reader.ended;
  }
}
