import { open, rm } from 'node:fs/promises';
/** Length of what follows, before each record. */
const HEAD = 4;
/**
 * Rejects that wait in a file until the transaction in which they came about is taken back: a row of the database would
 * go with it, and in memory they would grow with the file of notices.
 */
export class RejectFile {
    path;
    file;
    end = 0;
    constructor(path, file) {
        this.path = path;
        this.file = file;
    }
    static async at(path) {
        return new RejectFile(path, await open(path, 'wx+', 0o600));
    }
    /** Forgets what was added. */
    async clear() {
        await this.file.truncate(0);
        this.end = 0;
    }
    async add(rejects) {
        for (const reject of rejects) {
            const json = Buffer.from(JSON.stringify(reject));
            const record = Buffer.alloc(HEAD + json.length);
            record.writeUInt32BE(json.length);
            json.copy(record, HEAD);
            for (let done = 0; done < record.length;)
                done += (await this.file.write(record, done, record.length - done, this.end + done)).bytesWritten;
            this.end += record.length;
        }
    }
    /** All of them, some at a time, in the order in which they were added. */
    async *some(atOnce) {
        let rejects = [];
        for (let at = 0; at < this.end;) {
            const length = (await this.read(at, HEAD)).readUInt32BE();
            rejects.push(JSON.parse((await this.read(at + HEAD, length)).toString()));
            at += HEAD + length;
            if (rejects.length < atOnce && at < this.end)
                continue;
            yield rejects;
            rejects = [];
        }
    }
    async remove() {
        await this.file.close();
        await rm(this.path, { force: true });
    }
    async read(at, length) {
        const buffer = Buffer.alloc(length);
        for (let done = 0; done < length;) {
            const { bytesRead } = await this.file.read(buffer, done, length - done, at + done);
            if (bytesRead === 0)
                throw new Error('The file of rejects is shorter than what was written');
            done += bytesRead;
        }
        return buffer;
    }
}
//# sourceMappingURL=reject.file.js.map