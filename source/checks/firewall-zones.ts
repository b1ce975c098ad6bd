import type {DirectRules, Zone} from '../facts/host.js';
import {reloadEffect, type ReloadEffect} from '../model/firewall-reload.js';
import {backendOf} from '../read/firewall/state.js';
import {defaultRoutes} from './addresses.js';
import type {Facts} from './facts.js';

/** The interface of the default route; null: none, or not known. */
export const outwardOf = (routes: Facts['routes']): string | null =>
	routes.known ? (defaultRoutes(routes.value)[0]?.dev ?? null) : null;

/** Pieces of the lines that say what this zone is; keys without a value stand in every zone and say nothing. */
export const zoneLines = ({name, target, interfaces, sources, services, ports, richRules}: Zone): string[] => [
	name,
	...(target === 'default' ? [] : [`target: ${target}`]),
	...Object.entries({interfaces, sources, services, ports}).flatMap(([key, values]) =>
		values.length > 0 ? [`${key}: ${values.join(' ')}`] : [],
	),
	...richRules,
];

const countOf = ({rules, chains, passthroughs, written}: DirectRules): number =>
	rules.length + chains.length + passthroughs.length + written;

/** What a reload does to the rules of Kubernetes, by what was read of this firewalld. */
export const effectOfReload = (
	readings: Pick<Facts, 'firewalldVersion' | 'firewalldConf' | 'directRules'>,
): ReloadEffect =>
	reloadEffect({
		version: readings.firewalldVersion.known ? readings.firewalldVersion.value : null,
		backend: readings.firewalldConf.known ? backendOf(readings.firewalldConf.value) : null,
		direct: readings.directRules.known ? countOf(readings.directRules.value) : null,
	});
