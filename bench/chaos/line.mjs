import { connect, createServer } from 'node:net';

/** A network of its own between a program and what it is connected to: it can be cut, or fall silent. */
export async function openLine(target) {
  const url = new URL(target);
  const [host, port] = [url.hostname, Number(url.port)];
  const sockets = new Set();
  let state = 'well';
  const join = (near) => {
    if (state === 'cut') return void near.destroy();
    const far = connect(port, host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('data', (bytes) => other.write(bytes));
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      if (state === 'silent') one.pause();
    }
  };
  const server = createServer(join);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  url.port = String(server.address().port);
  return {
    url: url.href,
    cut() {
      state = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    silence() {
      state = 'silent';
      for (const socket of sockets) socket.pause();
    },
    mend() {
      state = 'well';
      for (const socket of sockets) socket.resume();
    },
    close() {
      this.cut();
      server.close();
    },
  };
}
