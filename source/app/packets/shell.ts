import type {Capture} from '../../command/tcpdump.js';
import {connectionsPlace} from '../../commands/conntrack-place.js';
import {packetsPlace} from '../../commands/packets-place.js';
import type {Settings} from '../../commands/settings.js';
import {createNumbered} from '../../host/new-file.js';
import type {Runner} from '../../host/runner.js';
import {saveCapture} from '../../store/saved-capture.js';
import {readTopology} from '../../store/topology-read.js';
import {packetsText} from '../../text/packets.js';
import type {Text} from '../../text/text.js';
import type {ConnectionsFound, PacketsSubject, PlaceFound, SavingState} from './watched.js';

/** `text`: the screens' catalogue where the person has keys of their own. */
type Asking = Pick<Settings, 'interval' | 'lang'> & {readonly text?: Text | undefined};

/** Where packets of a named place are looked at: as the command `packets` finds it. */
export async function findPackets(
	runner: Runner,
	{interval, lang, text}: Asking,
	{name, link}: PacketsSubject,
	signal: AbortSignal,
): Promise<PlaceFound> {
	const words = await packetsText(lang, text);
	const {topology, cluster} = await readTopology(runner, interval, signal);
	return topology.known ? packetsPlace({topology, cluster}, name, link, words) : {unknown: topology.unknown};
}

/** Whose connections those of a named place are: as the command `conntrack` finds them. The host's own are no answer. */
export async function findConnections(
	runner: Runner,
	{interval, lang, text}: Asking,
	{name}: PacketsSubject,
	signal: AbortSignal,
): Promise<ConnectionsFound> {
	const words = await packetsText(lang, text);
	const ofNobody: ConnectionsFound = {code: 'no-such-target', message: words.connectionsPane.ofWhom};
	if (name === undefined || name === 'host') return ofNobody;
	const {topology, cluster} = await readTopology(runner, interval, signal);
	if (!topology.known) return {unknown: topology.unknown};
	if (topology.value.links.some(link => link.name === name)) return ofNobody;
	return connectionsPlace({topology, cluster}, name, words);
}

/** Saves packets into a new file of ours until the signal ends it. */
export async function savePackets(
	runner: Runner,
	name: string,
	capture: Capture,
	signal: AbortSignal,
	onCount: (file: string, packets: number, bytes: number) => void,
): Promise<Omit<SavingState, 'running'>> {
	const made = await createNumbered(name);
	const {file} = made;
	const none = {file, packets: 0, bytes: 0, full: false};
	if (!made.handle) return {...none, fault: made.fault};
	try {
		const saved = await saveCapture(
			{
				ask: async (command, ending) => runner.run(command, ending ? {signal: ending} : {}),
				followBytes: async (command, onBytes, ending) => runner.run(command, {signal: ending, onBytes}),
			},
			capture,
			made.handle,
			{signal, onCount: (packets, bytes) => onCount(file, packets, bytes)},
		);
		if (saved.kind === 'ended') {
			const {packets, bytes, full, fault, by, why} = saved;
			return {file, packets, bytes, full, fault: fault ?? (by === 'broken' ? why : undefined)};
		}

		await made.remove();
		const {reason, detail} = saved.kind === 'failed' ? saved.unknown : {reason: '', detail: saved.words};
		return {...none, fault: [reason, detail].filter(Boolean).join(': ')};
	} finally {
		await made.handle.close();
	}
}
