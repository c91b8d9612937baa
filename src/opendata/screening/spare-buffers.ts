/** Larger ones, of very long lines, are not kept. */
const LARGEST = 4 * 1024 * 1024;
const USUAL = 2 * 1024 * 1024;
/** More than are under way at a time. */
const MOST = 16;

/**
 * Memory of blocks that were screened, for those that come: fresh memory costs more to touch for the first time than the
 * parsing of what is put there.
 */
export class SpareBuffers {
  private readonly kept: ArrayBuffer[] = [];

  /** So many bytes; what stands in them is undefined. */
  take(length: number): Uint8Array<ArrayBuffer> {
    if (length > LARGEST) return new Uint8Array(length);
    const known = this.kept.findIndex(({ byteLength }) => byteLength >= length);
    const [buffer = new ArrayBuffer(Math.max(length, USUAL))] = known < 0 ? [] : this.kept.splice(known, 1);
    return new Uint8Array(buffer, 0, length);
  }

  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength <= LARGEST && this.kept.length < MOST) this.kept.push(buffer);
  }
}
