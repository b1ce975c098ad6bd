import {conntrack} from './conntrack.js';
import {fromPod} from './from-pod.js';
import {probeOutput} from './probe.js';
import {tcpdump} from './tcpdump.js';
import {timeVariable} from './time-limit.js';
import {fail, type Call, type Result} from './tool.js';

/** coreutils' timeout, before the tools that show packets, and before what sends one: in the host's own network namespace or in another one. */
export function timeoutIn(call: Call, namespace: string | null): Result | Promise<Result> {
	const [, seconds = '', tool = '', ...rest] = call.argv;
	const below = {...call, argv: [tool, ...rest], env: {...call.env, [timeVariable]: seconds}};
	if (tool === 'tcpdump') return tcpdump(below, namespace);
	const asked = tool === 'bash' && namespace !== null ? fromPod(below, Number(seconds)) : undefined;
	if (asked) return asked;
	if (tool === 'conntrack' && namespace === null) return conntrack(below);
	const probe = probeOutput(call, namespace);
	if (probe) return probe;
	return fail(127, `timeout: failed to run command '${tool}': No such file or directory`);
}
