import {conntrack} from './conntrack.js';
import {tcpdump, timeVariable} from './tcpdump.js';
import {fail, type Call, type Result} from './tool.js';

/** coreutils' timeout, before the tools that show packets: in the host's own network namespace or in another one. */
export function timeoutIn(call: Call, namespace: string | null): Result | Promise<Result> {
	const [, seconds = '', tool = '', ...rest] = call.argv;
	const below = {...call, argv: [tool, ...rest], env: {...call.env, [timeVariable]: seconds}};
	if (tool === 'tcpdump') return tcpdump(below, namespace);
	if (tool === 'conntrack' && namespace === null) return conntrack(below);
	return fail(127, `timeout: failed to run command '${tool}': No such file or directory`);
}
