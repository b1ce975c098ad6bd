import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {Answered, Question} from '../model/reach/answer.js';
import {parsePlace, type Place} from '../model/reach/place.js';
import {askReach, readReachWorld} from '../store/reach.js';
import {reachText, type ReachText} from '../text/reach.js';
import {cannotRun, usage, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {packageHint} from './nftables.js';
import {string, type Values} from './option.js';
import {reachJson} from './reach-json.js';
import {reachLines} from './reach-lines.js';
import {exitOf} from './reach-exit.js';
import {reachMatrix} from './reach-matrix.js';
import {matrixFiles} from './reach-matrix-file.js';
import {probeAll, probedJson, probedLines, verdictAfter} from './reach-probed.js';
import {tellPolicies, tellStopped} from './reach-policies.js';
import {trace} from './trace.js';

/** `k0s-tui reach FROM TO`: whether a packet from one place gets an answer from another, or who stops it. */
export const reach: HeadlessCommand = {
	name: 'reach',
	options: {
		port: {value: 'PORT'},
		proto: {value: 'PROTO', words: ['tcp', 'udp', 'sctp', 'icmp']},
		probe: {},
		trace: {},
		matrix: {},
		policies: {},
		namespace: {value: 'NAMESPACE'},
		save: {value: 'FILE'},
		compare: {value: 'FILE'},
	},
	positionals: {min: 0, max: 2, name: 'FROM TO'},
	// A live trace marks the packet for a moment.
	changes: values => values['trace'] === true,
	async run(invocation, values, positionals) {
		const {runner, text, signal, settings} = invocation;
		const words = await reachText(settings.lang);
		const isMatrix = values['matrix'] === true;
		const isPolicies = !isMatrix && values['policies'] === true && positionals.length === 0;
		const isAlone = isMatrix || isPolicies;
		if (isAlone ? positionals.length > 0 : positionals.length !== 2) return usage(words.wantsTwo);
		const question = isAlone ? undefined : questionOf(values, positionals, words);
		if (question && 'exit' in question) return question;
		const files = await matrixFiles(invocation, values, words);
		if ('exit' in files) return files;
		const world = await readReachWorld(runner, {signal});
		if (!world.known) return unread(invocation, world.unknown);
		const ask = async (command: Command): Promise<Outcome> => runner.run(command, {signal});
		const asked = {ask, language: settings.lang, text, world: world.value};
		if (isPolicies) {
			const told = await tellPolicies(asked, string(values, 'namespace'));
			return {
				exit: told.known ? 0 : 4,
				json: {...nothingAsked, matrix: null, changes: null, policies: told.json},
				lines: told.lines,
			};
		}

		if (!question) return reachMatrix(invocation, values, world.value, files, words);
		const {answered} = await askReach(world.value, question, ask);
		const refused = refusal(answered, positionals, words);
		if (refused) return refused;
		const probed = values['probe'] === true ? await probeAll(answered, ask, settings.yes) : undefined;
		const traced = values['trace'] === true ? await traceOf(invocation, answered) : undefined;
		const told =
			values['policies'] === true || answered.reasons.some(({kind}) => kind === 'network-policy')
				? await tellStopped(asked, answered)
				: undefined;
		const verdict = probed ? verdictAfter(answered, probed) : answered.verdict;
		return {
			exit: exitOf(verdict),
			json: {
				...reachJson(answered, words, text),
				verdict,
				predicted: answered.verdict,
				probes: probed ? probedJson(answered, probed) : null,
				trace: traced?.json ?? null,
				matrix: null,
				changes: null,
				policies: told?.json ?? null,
			},
			lines: [
				...(probed ? probedLines(answered, probed, words, text) : []),
				...reachLines(answered, words, text),
				...(told ? ['', ...told.lines] : []),
				...(traced ? ['', ...traced.lines, ...(traced.error ? [traced.error.message] : [])] : []),
			],
		};
	},
};

/** The keys of an answer, where nothing was asked of two places. */
export const nothingAsked = {
	...{from: null, to: null, verdict: null, reasons: [], senders: [], flows: [], notes: []},
} as const;

/** The kernel's own hops of the first packet, by the command `trace`. */
async function traceOf(invocation: Invocation, {results}: Answered): Promise<Answer | undefined> {
	const first = results.find(({flow}) => flow.port !== null && /^(?:tcp|udp)$/.test(flow.protocol));
	if (!first) return undefined;
	const {sender, destination, port, protocol} = first.flow;
	const host = destination.includes(':') ? `[${destination}]` : destination;
	const [from] = sender.addresses;
	return trace.run(invocation, from === undefined ? {} : {from}, [`${host}:${port}/${protocol}`]);
}

function questionOf(values: Values, [from = '', to = '']: readonly string[], words: ReachText): Question | Answer {
	const places: Place[] = [];
	for (const text of [from, to]) {
		const place = parsePlace(text);
		if (!place) return usage(words.badPlace(text));
		places.push(place);
	}

	const port = string(values, 'port') ?? null;
	const protocol = string(values, 'proto')?.toLowerCase() ?? null;
	if (port !== null && !isPort(port)) return usage(words.badPort(port));
	if (protocol !== null && !/^(?:tcp|udp|sctp|icmp)$/.test(protocol)) return usage(words.badProtocol(protocol));
	const [sender, target] = places;
	return sender && target ? {from: sender, to: target, port, protocol} : usage(words.wantsTwo);
}

const isPort = (text: string): boolean =>
	/^\d+$/.test(text) ? Number(text) >= 1 && Number(text) <= 65_535 : /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/.test(text);

/** A question with several meanings, or without the port that it needs. */
function refusal({failure}: Answered, [from = '', to = '']: readonly string[], words: ReachText): Answer | undefined {
	if (failure === null) return undefined;
	if (failure.kind === 'several') return usage(words.several(`${from} ${to}`, failure.of));
	return usage(failure.what === 'no-port' ? words.noPort : words.cannotSend(from));
}

export function unread(
	{text}: Invocation,
	{reason, detail}: {readonly reason: string; readonly detail: string},
): Answer {
	const why = [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
	return cannotRun(reason, text.nftables.couldNotRead(why), packageHint(text, reason, detail));
}
