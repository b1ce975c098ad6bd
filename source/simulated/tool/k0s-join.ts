import {gunzipSync} from 'node:zlib';
import {joinCall, joinExits} from '../../command/join.js';
import {childrenOf, entryAt} from '../files.js';
import {version} from '../releases.js';
import {fail, ok, type Call, type Result} from './tool.js';

/** What the script of `command/join.ts` prints: the token's open parts, and a controller elsewhere that answers. */
export async function k0sJoin(call: Call): Promise<Result> {
	const [verb, path = '', ...ports] = joinCall(call.argv) ?? [];
	if (verb === undefined) return fail(127, 'sh: no such script');
	const {now} = call.moment();
	const entry = entryAt(call.moment(), path);
	if (childrenOf(call.moment(), path).length > 0) return fail(joinExits.special, 'directory');
	if (entry === undefined) return fail(joinExits.absent, path);
	if (entry.type === 'folder') return fail(joinExits.special, 'directory');
	const config = unpacked(entry.text);
	const one = (name: string): string => new RegExp(`^ *${name}: *(\\S+)$`, 'm').exec(config)?.[1] ?? '';
	const server = one('server');
	const token = one('token');
	const kept = [`mode ${(entry.mode & 0o777).toString(8)}`, 'owner 0', `size ${entry.text.length}`];
	const changed = `changed ${Math.floor(now / 1000)}`;
	if (server === '' || !token.includes('.')) return fail(joinExits.noToken, '', [...kept, changed].join('\n'));
	const look = [...kept, changed, `server ${server}`, `id ${token.split('.')[0]}`, `user ${one('user')}`];
	if (verb !== 'ask') return ok(look.join('\n'));
	await call.sleep(60);
	const {faults} = call.moment();
	const refused = faults.join === 'expired';
	const shut = faults.join === 'closed';
	const isWorker = one('user').startsWith('kubelet');
	const seconds = Math.floor(call.moment().now / 1000);
	return ok(
		[
			...look,
			shut ? 'answer 000 0.000000' : `answer ${isWorker ? (refused ? 401 : 200) : 404} 0.001200`,
			`exit ${shut ? 28 : 0}`,
			...(shut ? [] : [`date ${new Date(seconds * 1000).toUTCString()}`]),
			`here ${seconds}`,
			...(isWorker && !refused && !shut ? [`version ${version.replace(/\.0$/, '')}`] : []),
			...ports.map(port => (shut ? `port ${port} 28 0.000000` : `port ${port} 0 0.000900`)),
		].join('\n'),
	);
}

function unpacked(text: string): string {
	try {
		return gunzipSync(Buffer.from(text.trim(), 'base64'), {maxOutputLength: 65_536}).toString('utf8');
	} catch {
		return '';
	}
}
