import {randomBytes} from 'node:crypto';
import {controlPlane} from '../cluster/view.js';
import {joinToken} from '../join-token.js';
import {isSingle} from '../k0s-archive.js';
import {nodeAddress} from '../seed/cluster.js';
import {fail, ok, parseArguments, type Call, type Result} from './tool.js';

/** `k0s token create` of 1.34: the form of its token (pkg/token), with a certificate and a secret that are none. */
export async function createToken(call: Call, rest: readonly string[]): Promise<Result> {
	const {options} = parseArguments(rest, ['--role', '--expiry', '--data-dir']);
	const role = options.get('--role') ?? 'worker';
	const error = (message: string): Result => fail(1, `Error: ${message}`);
	if (!['worker', 'controller'].includes(role)) {
		return error(`unsupported role "${role}"; supported roles are "controller" and "worker"`);
	}

	const moment = call.moment();
	if (controlPlane(moment) !== 'up') {
		return error('failed to get k0s status: dial unix /run/k0s/status.sock: connect: no such file or directory');
	}

	if (isSingle(moment.state)) return error('refusing to create token: cannot join into a single node cluster');
	await call.sleep(300);
	const letters = (count: number): string =>
		[...randomBytes(count)].map(byte => 'abcdefghijklmnopqrstuvwxyz0123456789'[byte % 36]).join('');
	return ok(
		joinToken({
			role: role === 'worker' ? 'worker' : 'controller',
			address: nodeAddress,
			secret: `${letters(6)}.${letters(16)}`,
		}),
	);
}
