import {expect, it} from 'vitest';
import {childrenOf, entryAt} from '../../source/simulated/files.js';
import type {Moment} from '../../source/simulated/moment.js';
import {scenarioState} from '../../source/simulated/scenario.js';

const now = Date.UTC(2025, 9, 9, 12, 0, 0);

const pathsBelow = (moment: Moment, folder: string): string[] =>
	childrenOf(moment, folder === '' ? '/' : folder).flatMap(name => {
		const path = `${folder}/${name}`;
		const below = pathsBelow(moment, path);
		return below.length > 0 ? below : [path];
	});

it.each(['fresh', 'ready'] as const)('every file that a folder of the %s host lists is found by its path', scenario => {
	const moment: Moment = {state: scenarioState(scenario, now, 1, {}), now, speed: 1, faults: {}};
	const paths = pathsBelow(moment, '');
	expect(paths).toContain('/proc/self/stat');
	expect(paths).toContain('/proc/1/comm');
	expect(
		paths.filter(path => entryAt(moment, path) === undefined && entryAt(moment, `${path}/`) === undefined),
	).toEqual([]);
	const ofK0s = [
		'/run/k0s/',
		'/run/netns/',
		'/var/lib/cni/results/',
		'/etc/cni/net.d/',
		'/var/log/pods/',
		'/var/log/containers/',
	];
	const found = ofK0s.filter(folder => paths.some(path => path.startsWith(folder)));
	expect(found).toEqual(scenario === 'ready' ? ofK0s : []);
});
