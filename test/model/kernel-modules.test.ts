import {expect, test} from 'vitest';
import {kernelModules, stateOfModule, type ModuleEvidence} from '../../source/model/kernel-modules.js';

const module = kernelModules.find(({name}) => name === 'br_netfilter')!;
const evidence = (given: Partial<ModuleEvidence>): ModuleEvidence => ({
	files: undefined,
	listed: undefined,
	loaded: new Set(),
	config: undefined,
	...given,
});

test.each<[string, Partial<ModuleEvidence>, string]>([
	['a file', {files: new Map([['br_netfilter', '/lib/modules/x/br_netfilter.ko.xz']])}, 'file'],
	['built in, as modinfo says', {files: new Map([['br_netfilter', '(builtin)']])}, 'built-in'],
	[
		'not found, although the configuration says module',
		{files: new Map([['br_netfilter', null]]), config: new Map([['BRIDGE_NETFILTER', 'module']])},
		'missing',
	],
	[
		'not found, but the configuration has it built in',
		{files: new Map([['br_netfilter', null]]), config: new Map([['BRIDGE_NETFILTER', 'built-in']])},
		'built-in',
	],
	['not found, but loaded', {files: new Map([['br_netfilter', null]]), loaded: new Set(['br_netfilter'])}, 'loaded'],
	['in modules.dep', {listed: new Set(['br_netfilter'])}, 'file'],
	['not in modules.dep', {listed: new Set(['overlay'])}, 'missing'],
	['no module folder, built in', {config: new Map([['BRIDGE_NETFILTER', 'built-in']])}, 'built-in'],
	['no module folder, left out', {config: new Map([['OVERLAY_FS', 'built-in']])}, 'missing'],
	['no module folder, built as a module', {config: new Map([['BRIDGE_NETFILTER', 'module']])}, 'unknown'],
	['nothing at all', {}, 'unknown'],
])('%s', (_, given, wanted) => {
	expect(stateOfModule(module, evidence(given))).toBe(wanted);
});
