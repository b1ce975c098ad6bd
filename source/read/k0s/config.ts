import type {Outcome} from '../../command/outcome.js';
import {known, type Reading} from '../../facts/reading.js';
import {defaultPodCidr} from '../../command/k0s-paths.js';
import {notOk} from '../reading.js';

/** Lines of k0s's log and of its libraries, which may stand before and between: `time="…"`, `W1130 01:36:03 …`. */
const logLine = /^(time=|[IWEF]\d{4} |\{)/;

/**
 * `k0s config validate --config FILE` (k0s 1.34 to 1.36): what it does not like; none: it takes the file. One error a line,
 * and only the first of them begins with `Error: `.
 */
export function readConfigErrors(outcome: Outcome): Reading<readonly string[]> {
	const denied = /permission denied/i.test(outcome.stderr);
	const lines = outcome.stderr.split('\n').filter(line => line.trim() !== '' && !logLine.test(line));
	const from = lines.findIndex(line => line.startsWith('Error: '));
	const judged = outcome.kind === 'failed' && !denied && from >= 0;
	if (judged) return known(lines.slice(from).map(line => line.replace(/^Error: /, '').trim()));
	return notOk(outcome) ?? known([]);
}

/** The networks of pods and services that a k0s.yaml sets; null: it says nothing, so k0s takes its defaults. */
export type ConfigRanges = {readonly podCidr: string | null; readonly serviceCidr: string | null};

/**
 * `spec.network.podCIDR` and `serviceCIDR` of k0s.yaml (k0s 1.34 to 1.36), by their lines: these keys stand nowhere else
 * (the ones of IPv6 are `IPv6podCIDR`, `IPv6serviceCIDR`). A line that is a comment counts for nothing.
 */
export function configRanges(yaml: string): ConfigRanges {
	const text = yaml.replaceAll(/(^|\s)#.*$/gm, '');
	const value = (key: string): string | null =>
		new RegExp(String.raw`(?:^|[\s{,"'])${key}["']?\s*:\s*["']?([\d.]+/\d+)`, 'm').exec(text)?.[1] ?? null;
	return {podCidr: value('podCIDR'), serviceCidr: value('serviceCIDR')};
}

/** All networks of pods that a k0s.yaml sets, IPv4 first; the one of IPv6 counts where `dualStack` is enabled. */
export function podNetworks(yaml: string): readonly string[] {
	const text = yaml.replaceAll(/(^|\s)#.*$/gm, '');
	const six = /(?:^|[\s{,"'])IPv6podCIDR["']?\s*:\s*["']?([\da-fA-F:]+\/\d+)/m.exec(text)?.[1];
	const dual = /dualStack["']?\s*:\s*\{?[^}]*?enabled["']?\s*:\s*true/.test(text);
	return [configRanges(yaml).podCidr ?? defaultPodCidr, ...(six !== undefined && dual ? [six.toLowerCase()] : [])];
}
