import type {Command} from '../../command/command.js';
import * as ip from '../../command/ip.js';
import type {Text} from '../../text/text.js';
import type {RawCommand, RawOutput} from '../raw/outputs.js';
import type {Space} from './spaces.js';

/** What the guide runs to see the same, then what else ip tells. */
const commandsOf = (inside: ip.Inside): readonly Command[] => [
	ip.rawLinks(inside),
	ip.rawAddresses(inside),
	ip.rawRoutes(inside),
	...(inside === undefined ? [ip.rawNamespaces()] : []),
	...(typeof inside === 'string' ? [ip.namespacePids(inside)] : []),
	ip.rawAllRoutes(inside),
	ip.rawNeighbours(inside),
];

/** How the raw view looks into a row; null: ip has no way into it. */
export function wayInto({namespace, node, processes}: Space): {readonly inside: ip.Inside} | null {
	if (node) return null;
	if (!namespace) return {inside: undefined};
	if (namespace.name !== null) return {inside: namespace.name};
	const pid = processes?.[0]?.pid;
	return pid === undefined ? null : {inside: pid};
}

/** What the raw pane asks there. */
export const rawCommandsOf = (inside: ip.Inside, {network}: Text): readonly RawCommand[] =>
	commandsOf(inside).map(command => ({
		command,
		// Without root it prints nothing and says that all went well.
		...(command.why === 'ip-netns-pids' && {silent: network.silentPids}),
	}));

/** Below what the tools print: what none of them says. */
export const ownOutputs = (space: Space | undefined, text: Text): readonly RawOutput[] =>
	space?.processes?.length && wayInto(space)
		? [{title: text.network.whoseProcesses, printed: processLines(space, text), notes: [], ours: true}]
		: [];

/** Which process is which container: what the tools print has no word of it. */
function processLines({namespace, processes}: Space, text: Text): readonly string[] {
	const names = new Map((namespace?.containers ?? []).map(({id, name}) => [id, name]));
	const {unknown, none} = text.network;
	return (processes ?? []).map(({pid, command, container}) =>
		[
			String(pid).padStart(7),
			(command ?? unknown).padEnd(24),
			container === null ? none : `${container.slice(0, 12)}  ${names.get(container) ?? ''}`,
		].join('  '),
	);
}
