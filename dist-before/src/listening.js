import { StartRefused } from './start-refused.js';
const REFUSALS = {
    EADDRINUSE: ({ host, port }) => `PORT: ${host}:${port} is occupied. Choose another PORT.`,
    EACCES: ({ host, port }) => `PORT: ${host}:${port} is not ours to use. Choose another PORT.`,
    EADDRNOTAVAIL: ({ host }) => `HOST: this machine has no address ${host}.`,
    ENOTFOUND: ({ host }) => `HOST: there is no address ${host}.`,
};
/**
 * Listens. A port that was free when it was chosen may be taken by now: two processes may choose the same one at once.
 * @throws StartRefused naming the setting, where another place has to be chosen by a person
 */
export async function listen(server, place) {
    try {
        await attempt(server, place);
    }
    catch (error) {
        const { code = '' } = error;
        if (code === 'EADDRINUSE' && place.nextPort)
            return listen(server, { ...place, port: await place.nextPort(place.port) });
        const refusal = REFUSALS[code];
        throw refusal ? new StartRefused(refusal(place)) : error;
    }
}
function attempt(server, { port, host }) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
            server.removeListener('error', reject);
            resolve();
        });
    });
}
//# sourceMappingURL=listening.js.map