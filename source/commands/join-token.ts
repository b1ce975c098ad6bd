import {gunzipSync} from 'node:zlib';
import type {JoinRole} from '../command/k0s.js';

/** What a join token says without its secret. `id`: the public half of the bootstrap token, by which k0s lists and invalidates it. */
export type JoinToken = {
	readonly role: JoinRole;
	readonly server: string;
	readonly id: string;
};

/** Bytes: a kubeconfig with one certificate has some 2,000. */
const most = 64 * 1024;

/**
 * The output of `k0s token create`: base64 of a gzip'ed kubeconfig (pkg/token/joinencode.go of 1.34). Its user tells the role:
 * `kubelet-bootstrap` or `controller-bootstrap`. Undefined: not such a token. The secret half is never returned.
 */
export function decodeJoinToken(text: string): JoinToken | undefined {
	const line = text.trim();
	if (!/^[A-Za-z\d+/]+={0,2}$/.test(line)) return undefined;
	let config: string;
	try {
		config = gunzipSync(Buffer.from(line, 'base64'), {maxOutputLength: most}).toString('utf8');
	} catch {
		return undefined;
	}

	const server = /^\s+server: ["']?(https:\/\/[^\s"']+)["']?$/m.exec(config)?.[1];
	const id = /^\s+token: ["']?([a-z\d]{6})\.[a-z\d]{16}["']?$/m.exec(config)?.[1];
	const user = /\b(kubelet|controller)-bootstrap\b/.exec(config)?.[1];
	if (server === undefined || id === undefined || user === undefined) return undefined;
	return {role: user === 'kubelet' ? 'worker' : 'controller', server, id};
}

const units: Readonly<Record<string, number>> = {h: 3_600_000, m: 60_000, s: 1000};

/** Milliseconds of `1h`, `2h45m`, `90s`; undefined: not such a time, none at all, or longer than a day. */
export function expiryOf(text: string): number | undefined {
	if (!/^(?:\d{1,4}h)?(?:\d{1,4}m)?(?:\d{1,5}s)?$/.test(text) || text === '') return undefined;
	const ms = [...text.matchAll(/(\d+)([hms])/g)].reduce(
		(sum, [, count = '0', unit = 's']) => sum + Number(count) * (units[unit] ?? 0),
		0,
	);
	return ms > 0 && ms <= 24 * 3_600_000 ? ms : undefined;
}
