/**
 * A thread that does nothing but `JSON.parse` on each line of its part of a file: what a screening is held against. It reads a
 * range of bytes in pieces, from the first line that begins in it to the last one, and takes the faster of the two decodings.
 */
import { isAscii } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const PIECE = 1024 * 1024;
const NEWLINE = 10;

function parseRange({ path, from, to }) {
  const file = openSync(path, 'r');
  const piece = Buffer.alloc(PIECE);
  let [rest, at, count, began] = [Buffer.alloc(0), from, 0, from === 0];
  try {
    for (;;) {
      const read = readSync(file, piece, 0, PIECE, at);
      if (read === 0) break;
      const bytes = Buffer.concat([rest, piece.subarray(0, read)]);
      const beganAt = at - rest.length;
      const last = bytes.lastIndexOf(NEWLINE) + 1;
      const text = bytes.toString(isAscii(bytes.subarray(0, last)) ? 'latin1' : 'utf8', 0, last);
      // A line that begins beyond the range is the next thread's; positions in bytes are reckoned where it matters alone.
      const nearEnd = beganAt + last > to;
      let place = beganAt;
      for (let start = 0; start < text.length;) {
        const end = text.indexOf('\n', start);
        const line = text.slice(start, end);
        if (nearEnd && place > to) return count;
        if (began) {
          JSON.parse(line);
          count += 1;
        }
        began = true;
        if (nearEnd) place += Buffer.byteLength(line) + 1;
        start = end + 1;
      }
      at += read;
      rest = Buffer.from(bytes.subarray(last));
    }
    return count;
  } finally {
    closeSync(file);
  }
}

parentPort.once('message', () => parentPort.postMessage(parseRange(workerData)));
parentPort.postMessage('ready');
