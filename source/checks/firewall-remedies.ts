import type {Command} from '../command/command.js';
import {replaceLine} from '../command/edit.js';
import {endPanic, setDefaultZone} from '../command/firewall-cmd.js';
import {maskUnit, restartUnit, startUnit, stopUnit, unmaskUnit} from '../command/systemd.js';
import {add, firewallProfile, missing, undoItem, type Item} from '../model/firewall-items.js';
import {differences, type FirewallZones, type Zone} from '../model/firewall.js';
import type {Text} from '../text/text.js';
import type {Finding, Remedy} from './check.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';
import {advice, fix} from './remedies.js';

const service = 'firewalld.service';

export const endsPanic = (note: string): Remedy => fix(note, [endPanic()], [endPanic(true)], false);
export const unmasks = (note: string): Remedy => fix(note, [unmaskUnit(service)], [maskUnit(service)], true);

type FirewalldWords = Text['checks']['items']['firewalld'];

/** Masked: somebody decided so. Else a reboot, or somebody, brings it back, when nobody thinks of it. */
export function stoppedFinding(masked: boolean, words: FirewalldWords): Finding {
	const shows = ['not running', 'LoadState=', 'UnitFileState='];
	if (masked) return {result: 'skip', found: words.masked, shows};
	const remedy = fix(words.stoppedNote, [startUnit(service)], [stopUnit(service)], false);
	return {result: 'warn', found: words.stopped, shows, remedy};
}

/** A new back end needs a restart of firewalld, which costs a running cluster its rules. */
export function newBackend(backend: string, kubeChains: Facts['kubeChains'], words: FirewalldWords): Remedy {
	if (!kubeChains.known) return advice(words.note);
	const conf = '/etc/firewalld/firewalld.conf';
	const line = (value: string) => replaceLine(conf, 'FirewallBackend=', `FirewallBackend=${value}`);
	return fix(
		kubeChains.value > 0 ? words.backendCosts(kubeChains.value) : words.backendNote,
		[line('nftables'), restartUnit(service)],
		[line(backend), restartUnit(service)],
		false,
	);
}

/** What the chosen profile wants and these zones lack, now and for good; never by a reload. */
export function profileRemedy(
	{zones, defaultZone}: FirewallZones,
	permanent: Facts['permanentZones'],
	outward: string | null,
	options: CheckOptions,
	words: Text['checks']['items']['firewall-pods'],
): Remedy {
	const article = options.profile === 'article';
	if (!permanent.known || (article && outward === null)) return advice(words.note);
	const {items, defaultZone: wanted} = firewallProfile(options.profile, outward ?? '');
	const now = missing(items, zones);
	const later = missing(items, permanent.value);
	const zone = wanted === undefined || wanted === defaultZone ? undefined : wanted;
	const both = (act: (item: Item, permanent: boolean) => Command): readonly Command[] => [
		...now.map(item => act(item, false)),
		...later.map(item => act(item, true)),
	];
	return fix(
		article ? words.articleNote : words.note,
		[...both(add), ...(zone === undefined ? [] : [setDefaultZone(zone)])],
		[
			...(zone === undefined ? [] : [setDefaultZone(defaultZone)]),
			...both((item, forGood) => undoItem(item, forGood ? permanent.value : zones, forGood)).toReversed(),
		],
		!article,
	);
}

/** What is in force and not written down, as items that can be; undefined: there are other differences too. */
function onlyInForce(runtime: readonly Zone[], permanent: readonly Zone[]): readonly Item[] | undefined {
	const items = runtime.flatMap(
		({name, interfaces, ports, sources, services, richRules, masquerade}): readonly Item[] => {
			const of = (kind: Item['kind'], values: readonly string[]) =>
				values.map((value): Item => ({kind, zone: name, value}));
			return [
				...of('interface', interfaces),
				...of('port', ports),
				...of('source', sources),
				...of('service', services),
				...of('rich-rule', richRules),
				...of('masquerade', masquerade ? [''] : []),
			];
		},
	);
	const lacking = missing(items, permanent);
	const after = permanent.map(zone => lacking.filter(item => item.zone === zone.name).reduce(withItem, zone));
	return differences(runtime, after).length === 0 ? lacking : undefined;
}

function withItem(zone: Zone, {kind, value}: Item): Zone {
	switch (kind) {
		case 'interface': {
			return {...zone, interfaces: [...zone.interfaces, value]};
		}

		case 'port': {
			return {...zone, ports: [...zone.ports, value]};
		}

		case 'source': {
			return {...zone, sources: [...zone.sources, value]};
		}

		case 'service': {
			return {...zone, services: [...zone.services, value]};
		}

		case 'masquerade': {
			return {...zone, masquerade: true};
		}

		case 'rich-rule': {
			return {...zone, richRules: [...zone.richRules, value]};
		}
	}
}

export function writingDown(
	runtime: readonly Zone[],
	permanent: readonly Zone[],
	words: Text['checks']['items']['firewall-permanent'],
): Remedy {
	const items = onlyInForce(runtime, permanent);
	if (!items) return advice(words.note);
	const commands = items.map(item => add(item, true));
	const undo = items.toReversed().map(item => undoItem(item, permanent, true));
	return fix(words.writeNote, commands, undo, false);
}
