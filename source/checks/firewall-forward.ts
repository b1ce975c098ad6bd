import {replaceLine} from '../command/edit.js';
import {reload} from '../command/firewall-cmd.js';
import {isStrict, strictChain} from '../read/kube-rules.js';
import {cannotTell, defineCheck, type Remedy} from './check.js';
import type {Facts} from './facts.js';
import {effectOfReload} from './firewall-zones.js';
import {advice, fix} from './remedies.js';
import {k0sRuns} from './unit.js';

const conf = '/etc/firewalld/firewalld.conf';
const line = (value: 'yes' | 'no') => replaceLine(conf, 'StrictForwardPorts=', `StrictForwardPorts=${value}`);

type Around = Pick<Facts, 'kubeChains' | 'firewalldVersion' | 'firewalldConf' | 'directRules'>;

/** A reload brings it into force; where that would cost the rules of a cluster, or nobody knows, a person decides when. */
function remedyOf(
	inForce: boolean,
	written: boolean,
	around: Around,
	words: {readonly note: string; readonly fileNote: string; readonly costs: string},
): Remedy {
	const {kubeChains} = around;
	const harmless = kubeChains.known && (kubeChains.value === 0 || effectOfReload(around).kind === 'keeps');
	if (!inForce) return fix(words.fileNote, [line('no')], [line('yes')], true);
	if (!harmless) return advice(words.costs);
	const edits = written ? ([[line('no')], [line('yes')]] as const) : ([[], []] as const);
	return fix(words.note, [...edits[0], reload()], [...edits[1], reload()], false);
}

/** StrictForwardPorts=yes: measured on a real cluster, 69 of 99 flows fail, DNS and the API by their cluster IPs too. */
export const firewallForward = [
	defineCheck({
		id: 'firewall-forward',
		group: 'firewall',
		needs: ['firewallState'],
		may: ['firewalldConf', 'firewalldVersion', 'firewallTable', 'kubeChains', 'directRules', 'controllerUnit'],
		judge({firewallState}, {readings, words, text}) {
			const {firewalldConf, firewallTable, firewalldVersion} = readings;
			if (firewallState !== 'running') return {result: 'skip', found: text.checks.firewallOff};
			const table = firewallTable.known ? firewallTable.value : null;
			if (!firewalldConf.known && !table) return cannotTell(firewalldConf.unknown, text);
			const [major = 0, minor = 0] = firewalldVersion.known ? firewalldVersion.value.split('.').map(Number) : [9];
			const knows = major > 2 || (major === 2 && minor >= 3);
			const written = firewalldConf.known && isStrict(firewalldConf.value ?? '');
			if (written && !knows && firewalldVersion.known)
				return {result: 'pass', found: words.unknownKey(firewalldVersion.value), shows: ['StrictForwardPorts=']};
			const inForce = table ? table.chains.some(({name}) => name === strictChain) : written;
			const shows = ['StrictForwardPorts=', strictChain];
			if (!inForce && !written) {
				return firewalldConf.known
					? {result: 'pass', found: words.off, shows}
					: cannotTell(firewalldConf.unknown, text);
			}

			return {
				result: inForce && k0sRuns(readings.controllerUnit) ? 'fail' : 'warn',
				found: inForce ? words.on : words.written,
				shows,
				remedy: remedyOf(inForce, written, readings, words),
			};
		},
	}),
];
