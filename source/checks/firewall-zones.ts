import type {Zone} from '../facts/host.js';
import {defaultRoutes} from './addresses.js';
import type {Facts} from './facts.js';

export const bridge = 'kube-bridge';

/** The interface of the default route; null: none, or not known. */
export const outwardOf = (routes: Facts['routes']): string | null =>
	routes.known ? (defaultRoutes(routes.value)[0]?.dev ?? null) : null;

/** Pieces of the lines that say what this zone is; keys without a value stand in every zone and say nothing. */
export const zoneLines = ({name, target, interfaces, sources, services, ports}: Zone): string[] => [
	name,
	...(target === 'default' ? [] : [`target: ${target}`]),
	...Object.entries({interfaces, sources, services, ports}).flatMap(([key, values]) =>
		values.length > 0 ? [`${key}: ${values.join(' ')}`] : [],
	),
];
