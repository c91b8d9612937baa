import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readErrorCode } from './errors.js';

/** Lines of PostgreSQL's postmaster.pid: pid, data folder, start time, port, … */
function lockFile(data: string): string[] | null {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return readErrorCode(error) === 'EPERM';
  }
}

/** On Linux the name of the program can be asked; elsewhere a living process is taken at its word. */
function isPostgres(pid: number): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  if (process.platform !== 'linux') return true;
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes('postgres');
}

/** Process id of the server that runs on this folder, or null. */
export function serverPid(data: string): number | null {
  const pid = Number(lockFile(data)?.[0]);
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) && isPostgres(pid) ? pid : null;
}

/** Port that the server on this folder listens on, or null when none is written yet. */
export function serverPort(data: string): number | null {
  const port = Number(lockFile(data)?.[3]);
  return Number.isInteger(port) && port > 0 ? port : null;
}

/**
 * A lock file survives a power cut, and its process id may by now belong to anything (in a container it nearly always
 * does); PostgreSQL would then refuse to start.
 */
export function clearStaleLock(data: string): void {
  if (lockFile(data) !== null && serverPid(data) === null) rmSync(join(data, 'postmaster.pid'), { force: true });
}
