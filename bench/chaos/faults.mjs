import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

/** A clock of single programs, by libfaketime: those that are started with its settings follow the file. Null where it is not there. */
export function makeClock(folder) {
  if (!existsSync(FAKETIME)) return null;
  const file = join(folder, 'clock');
  const set = (offset) => writeFileSync(file, `${offset}\n`);
  set('+0');
  return {
    env: {
      LD_PRELOAD: FAKETIME,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
  };
}

/** A file system of its own in memory that can be filled. Null where none may be mounted. */
export function mountDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-chaos-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    empty: () => rmSync(filler, { force: true }),
    unmount() {
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What goes wrong, each for a while, and is well again when it is over. `seconds` is how long; `queueLine` is the way to Redis, where the queues are there. */
export function makeFaults({ api, worker, line, queueLine, owner, clock, disk }) {
  const during = async (seconds, begin, end) => {
    await begin();
    await pause(seconds * 1_000);
    await end();
  };
  const signalled = (program, name) => (seconds) =>
    during(
      seconds,
      () => program.signal(name),
      () => program.signal('SIGCONT'),
    );
  const ended = `usename <> current_user AND datname = current_database()`;
  const faults = {
    'API killed': () => api.signal('SIGKILL'),
    'worker killed': () => worker.signal('SIGKILL'),
    'API told to stop': () => api.signal('SIGTERM'),
    'API paused': signalled(api, 'SIGSTOP'),
    'worker paused': signalled(worker, 'SIGSTOP'),
    'network cut': (seconds) => during(seconds, line.cut, line.mend),
    'network silent': (seconds) => during(seconds, line.silence, line.mend),
    'connections ended': () => owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${ended}`),
    'statements cancelled': () => owner.query(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE ${ended}`),
  };
  if (queueLine) {
    faults['queue store cut off'] = (seconds) => during(seconds, queueLine.cut, queueLine.mend);
    faults['queue store silent'] = (seconds) => during(seconds, queueLine.silence, queueLine.mend);
  }
  if (clock) {
    faults['clock an hour ahead'] = (seconds) =>
      during(
        seconds,
        () => clock.set('+3600'),
        () => clock.set('+0'),
      );
    faults['clock an hour behind'] = (seconds) =>
      during(
        seconds,
        () => clock.set('-3600'),
        () => clock.set('+0'),
      );
  }
  if (disk) faults['disk of the anchors full'] = (seconds) => during(seconds, disk.fill, disk.empty);
  return faults;
}
