import { spawn } from 'node:child_process';
/**
 * The server must not see our environment (PGPORT, PGDATA and the like change what it does) and must stand in a folder
 * that its account may enter.
 */
function surroundings(identity) {
    const { PATH, SystemRoot, TEMP } = process.env;
    const env = { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' };
    return { cwd: process.platform === 'win32' ? process.cwd() : '/', env, windowsHide: true, ...identity };
}
/** Runs a program of PostgreSQL to its end, in its own session so that a Ctrl-C at the terminal does not reach it. */
export function run(program, args, identity) {
    return new Promise((resolve) => {
        const child = spawn(program, args, {
            ...surroundings(identity),
            detached: process.platform !== 'win32',
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        const collect = (chunk) => {
            output += chunk.toString('utf8');
        };
        child.stdout.on('data', collect);
        child.stderr.on('data', collect);
        child.once('error', (error) => resolve({ code: null, output, failure: error.code ?? error.message }));
        // 'exit', not 'close': on Windows a started server may keep the pipes open
        child.once('exit', (code) => setImmediate(() => resolve({ code, output, failure: null })));
    });
}
//# sourceMappingURL=process.js.map