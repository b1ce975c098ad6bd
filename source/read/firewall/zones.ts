import type {Zone} from '../../facts/host.js';
import {firstLine, notOk, type Reader} from '../reading.js';
import {known, unknown, type Note} from '../../facts/reading.js';

/**
 * `firewall-cmd [--permanent] --list-all-zones` (firewalld 0.9 to 2.5): a header `NAME (default, active)`, indented
 * `key: values` lines, rich rules one a line below theirs; a blank line between zones up to 2.4, none since 2.5. Unknown
 * keys are passed over.
 * `not-running` when firewalld does not run (exit 252), `needs-root` for an ordinary user (253).
 */
export const readZones: Reader<readonly Zone[]> = outcome => {
	const bad = notRunning(outcome) ?? notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'firewall-cmd');
	const zones: Zone[] = [];
	const notes: Note[] = [];
	for (const block of outcome.stdout.split(/\n(?=\S)/)) {
		const lines = block.split('\n').filter(line => line.trim() !== '');
		const header = /^(\S+)(?:\s+\((.*)\))?\s*$/.exec(lines[0] ?? '');
		if (lines.length === 0) continue;
		if (!header?.[1]) notes.push({line: lines[0] ?? '', reason: 'not a zone header: passed over'});
		else zones.push(zoneOf(header[1], words(header[2]), lines.slice(1)));
	}

	return zones.length === 0 ? unknown('unreadable', firstLine(outcome.stdout).slice(0, 200)) : known(zones, notes);
};

/** `firewall-cmd --get-default-zone`: one word. */
export const readDefaultZone: Reader<string> = outcome => {
	const bad = notRunning(outcome) ?? notOk(outcome);
	if (bad) return bad;
	const name = firstLine(outcome.stdout);
	return /^\S+$/.test(name) ? known(name) : unknown('unreadable', name.slice(0, 200));
};

/** firewalld's own exit code for "FirewallD is not running". */
const notRunning = (outcome: Parameters<Reader<never>>[0]) =>
	outcome.kind === 'failed' && outcome.exit === 252 ? unknown('not-running', 'firewalld') : undefined;

const words = (text = ''): string[] => text.split(/[\s,]+/).filter(word => word !== '');

function zoneOf(name: string, marks: readonly string[], lines: readonly string[]): Zone {
	const fields = new Map<string, string>();
	const richRules: string[] = [];
	const forwardPorts: string[] = [];
	for (const line of lines) {
		const field = /^ {2}([\w -]+):\s*(.*)$/.exec(line);
		if (field) fields.set(field[1] ?? '', (field[2] ?? '').trim());
		else if (/^\s*rule\b/.test(line)) richRules.push(line.trim());
		else if (/^\s+port=/.test(line)) forwardPorts.push(line.trim());
	}

	const list = (key: string): string[] => (fields.get(key) ?? '').split(/\s+/).filter(word => word !== '');
	const inline = fields.get('rich rules') ?? '';
	const priorities = {
		ingressPriority: Number(fields.get('ingress-priority') ?? 0),
		egressPriority: Number(fields.get('egress-priority') ?? 0),
	};
	const sourcePorts = list('source-ports');
	// firewalld 0.x prints the first forward-port on the line of its key.
	const forwards = [...list('forward-ports'), ...forwardPorts];
	return {
		name,
		marks,
		target: fields.get('target') ?? 'default',
		interfaces: list('interfaces'),
		sources: list('sources'),
		services: list('services'),
		ports: list('ports'),
		protocols: list('protocols'),
		forward: fields.get('forward') === 'yes',
		masquerade: fields.get('masquerade') === 'yes',
		richRules: inline === '' ? richRules : [inline, ...richRules],
		...(forwards.length === 0 ? {} : {forwardPorts: forwards}),
		...(sourcePorts.length === 0 ? {} : {sourcePorts}),
		...Object.fromEntries(
			Object.entries(priorities).filter(([, priority]) => Number.isFinite(priority) && priority !== 0),
		),
	};
}
