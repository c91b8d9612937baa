import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** An address behind which one server stands, and later another, as operators have it before a database and its standby. */
export interface Line {
  /** `address` as it is reached by this line. */
  through(address: string): string;
  /** From now on the other server is behind it; who was connected is cut off. */
  moveTo(address: string): void;
  close(): void;
}

export async function openLine(address: string): Promise<Line> {
  let target = Number(new URL(address).port);
  const sockets = new Set<Socket>();
  const door = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    through(given) {
      const url = new URL(given);
      url.port = String((door.address() as AddressInfo).port);
      return url.href;
    },
    moveTo(given) {
      target = Number(new URL(given).port);
      cutAll();
    },
    close() {
      cutAll();
      door.close();
    },
  };
}
