import {expect, test} from 'vitest';
import {stableName, type ChainLabel} from '../../source/model/chain-labels.js';

test('only chains of pods and policies are asked for their label: a search asks for thousands of names', () => {
	const asked: string[] = [];
	const get = (name: string): ChainLabel | undefined => {
		asked.push(name);
		return name.startsWith('KUBE-POD-FW-')
			? {kind: 'pod', pod: 'default/demo', address: null}
			: {kind: 'policy', policy: 'default/deny'};
	};

	const labels = {chains: {get, has: () => true}};
	const names = ['KUBE-SEP-AAAAAAAAAAAAAAAA', 'KUBE-SVC-AAAAAAAAAAAAAAAA', 'CNI-DN-0123', 'INPUT'];
	expect(names.map(name => stableName(name, labels))).toEqual(names);
	expect(asked).toEqual([]);
	expect(stableName('KUBE-POD-FW-AAAAAAAAAAAAAAAA', labels)).toBe('pod default/demo');
	expect(stableName('KUBE-NWPLCY-AAAAAAAAAAAAAAAA', labels)).toBe('policy default/deny');
});
