const AT_ONCE = 64 * 1024;
/** A file that lies as it was sent. */
export class PlainFile {
    file;
    size;
    constructor(file, size) {
        this.file = file;
        this.size = size;
    }
    async read(position, length) {
        const { buffer, bytesRead } = await this.file.read(Buffer.alloc(length), 0, length, position);
        return buffer.subarray(0, bytesRead);
    }
    async *content(from = 0, to = this.size) {
        for (let at = from; at < to; at += AT_ONCE)
            yield await this.read(at, Math.min(AT_ONCE, to - at));
    }
}
//# sourceMappingURL=plain-file.js.map