import { Injectable } from '@nestjs/common';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Problem } from '../../errors/problem.js';
import { DOCUMENT_ENDINGS } from '../document-types.js';
import {
  cleanPrint,
  MAX_TEXT,
  UNREADABLE_FOR,
  type Examined,
  type FilePrint,
  type FileText,
  type ToExamine,
} from './examination-types.js';

/** What one examination may take. */
export interface ExaminationLimits {
  ms: number;
  /** Of objects; buffers are not among them. */
  heapMb: number;
  /** Of the whole process, where the system tells it (Linux). */
  residentMb: number;
}

/** The program beside this one; where this runs from its source, so does that. */
function findExaminerProgram(here: string): string[] {
  const inSource = here.endsWith('.ts');
  const program = fileURLToPath(new URL(`./file-examiner-child.${inSource ? 'ts' : 'js'}`, here));
  return inSource ? ['--import', new URL('../../../../scripts/lib/load-ts.mjs', here).href, program] : [program];
}

/** So many at once; others wait for their turn, and their time begins with it. */
const AT_ONCE = 2;
const MAX_ANSWER = 64 * 1024;
/** Of a text: each character may be written as an escape of six. */
const MAX_TEXT_ANSWER = MAX_TEXT * 6 + MAX_ANSWER;
const LOOK_MS = 100;

/**
 * Looks into an uploaded file in a process of its own, which holds nothing else, for as long as the request waits: whatever a
 * file does to what reads it, it does it there, and a process that goes beyond its limits is ended.
 */
@Injectable()
export class FileExaminer {
  program: readonly string[] = findExaminerProgram(import.meta.url);
  limits: ExaminationLimits = { ms: 20_000, heapMb: 192, residentMb: 512 };
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws Problem `file_not_examined` */
  async examine(ask: ToExamine): Promise<Examined> {
    try {
      const found = (await this.ask(ask, MAX_ANSWER)) as Partial<Examined>;
      const mediaType = typeof found.mediaType === 'string' ? found.mediaType : null;
      return { mediaType, bomb: found.bomb === true, print: cleanPrint(found.print ?? {}) };
    } catch {
      throw new Problem('file_not_examined');
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
   * @throws Problem `file_not_examined`, `zip_bomb`, `unsupported_media_type`
   */
  async mustTake(ask: ToExamine): Promise<{ mediaType: string; print: FilePrint }> {
    const { mediaType, bomb, print } = await this.examine(ask);
    if (bomb) throw new Problem('zip_bomb');
    if (mediaType !== null) return { mediaType, print };
    throw new Problem('unsupported_media_type', {
      detail: {
        en: `Taken are ${DOCUMENT_ENDINGS.join(', ')}, if the content is what the name says`,
        zh: `可上传 ${DOCUMENT_ENDINGS.join('、')}，且内容须与文件名一致`,
      },
    });
  }

  private async run(input: string, most: number): Promise<string> {
    const { ms, heapMb } = this.limits;
    const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, ...this.program], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // None of our settings; Windows starts no program without this one.
      env: process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {},
      windowsHide: true,
    });
    const end = () => child.kill('SIGKILL');
    const late = setTimeout(end, ms);
    const look = setInterval(() => void this.mustBeSmall(child), LOOK_MS);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > most) end();
    });
    // It may be gone before it has read.
    child.stdin.on('error', () => undefined).end(input);
    try {
      const how = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
      if (how !== 0) throw new Error(`The examination ended with ${how}`);
      return output;
    } finally {
      clearTimeout(late);
      clearInterval(look);
    }
  }

  private async mustBeSmall(child: ChildProcess): Promise<void> {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
    if (kib > this.limits.residentMb * 1024) child.kill('SIGKILL');
  }
}
