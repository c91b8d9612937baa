import { once } from 'node:events';
import { connect } from 'node:net';

const END = '\r\n\r\n';

/** Bytes of an answer that is whole: its head and as much body as the head says; undefined until then. */
function answerOf(bytes) {
  const end = bytes.indexOf(END);
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
  if (Number.isNaN(length)) throw new Error(`an answer without its length: ${head}`);
  const from = end + END.length;
  if (bytes.length < from + length) return undefined;
  return { status: Number(head.slice(9, 12)), text: () => bytes.toString('utf8', from, from + length) };
}

/**
 * One connection that stays open, for one request after the other. A load that shares its cores with the server must cost
 * little, so this reads no more of an answer than its status and length.
 */
export async function openConnection(url) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, 'connect');
  let waiting;
  let bytes = Buffer.alloc(0);
  const fail = (error) => waiting?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));
  socket.on('data', (chunk) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    try {
      const answer = answerOf(bytes);
      if (answer === undefined) return;
      bytes = Buffer.alloc(0);
      waiting.resolve(answer);
    } catch (error) {
      fail(error);
    }
  });
  const post = (path, headers, body) =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) throw new Error('the server has closed the connection');
      waiting = { resolve, reject };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const length = `Content-Length: ${Buffer.byteLength(body)}`;
      socket.write(`POST ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${lines.join('')}${length}${END}${body}`);
    });
  return { post, close: () => socket.destroy() };
}
