import { Problem } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import type { PackageSplitter } from '../../opendata/screening/package-splitter.js';
import { findJsonFault } from './json-fault.js';

/** A release as it was cut out of a package: its number, where it begins, counted from 1 and in bytes before it, and its bytes. */
export interface CutRelease {
  no: number;
  line: number;
  byte: number;
  parts: readonly Buffer[];
}

/** Where a package is damaged, and by what. */
interface Damage {
  line: number;
  byte: number;
  what: Text;
}

const NEWLINE = 10;
const NO_PACKAGE: Text = {
  en: 'it is a release or a record whose list stands before its OCID: send it as a line of its own',
  zh: '这是单个发布或记录（列表在 OCID 之前），请单独作为一行提交',
};
const STRAY: Text = {
  en: 'a bracket closes what none opened, or no package stands behind the first',
  zh: '括号没有对应的左括号，或首个数据包之后的内容不是数据包',
};
const ENDS_OPEN: Text = { en: 'the file ends here and is still open', zh: '文件到此结束，但括号或引号仍未闭合' };

/** Of the release that is no JSON its first fault; else where brackets do not match, or the end. */
function findDamage(splitter: PackageSplitter, suspect: CutRelease | null): Damage {
  const { foundOcid, strayLine, strayByte, line, bytes } = splitter;
  if (foundOcid) return { line, byte: bytes, what: NO_PACKAGE };
  const raw = Buffer.concat(suspect?.parts ?? []);
  const fault = findJsonFault(raw);
  if (suspect !== null && fault !== null) {
    let lines = 0;
    for (const byte of raw.subarray(0, fault.at)) if (byte === NEWLINE) lines++;
    return { line: suspect.line + lines, byte: suspect.byte + fault.at + 1, what: fault.expected };
  }
  if (strayLine !== null) return { line: strayLine, byte: strayByte + 1, what: STRAY };
  return { line, byte: bytes, what: ENDS_OPEN };
}

/** A package whose brackets do not match, or a release that is too long: what is wrong, in which line, byte and release. */
export function createPackageProblem(
  splitter: PackageSplitter,
  suspect: CutRelease | null,
  isTooLong: boolean,
): Problem {
  const { line, byte, what } = findDamage(splitter, suspect);
  const { no, line: from } = suspect ?? { no: splitter.begun, line: splitter.begunLine };
  if (isTooLong && what === ENDS_OPEN)
    return new Problem('payload_too_large', {
      detail: {
        en: `Release number ${no}, which begins in line ${from}, is longer than 1 MiB. Nothing was taken`,
        zh: `第 ${no} 个发布（始于第 ${from} 行）超过 1 MiB。未导入任何内容`,
      },
    });
  const last = suspect === null ? { en: 'The last release found', zh: '最后识别的' } : { en: 'It', zh: '所在的' };
  return new Problem('unreadable_file', {
    detail: {
      en: `The package is damaged in line ${line}, byte ${byte}: ${what.en}. ${last.en} is release number ${no}, which begins in line ${from}. Nothing was taken`,
      zh: `数据包在第 ${line} 行（第 ${byte} 字节）损坏：${what.zh}。${last.zh}是第 ${no} 个发布（始于第 ${from} 行）。未导入任何内容`,
    },
  });
}
