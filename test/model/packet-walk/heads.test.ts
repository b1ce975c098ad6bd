import {expect, test} from 'vitest';
import type {Rule} from '../../../source/facts/packet-filter.js';
import {createHeads} from '../../../source/model/packet-walk/heads.js';
import {travelling} from '../../support/travel.js';

/** 300 services as kube-proxy writes them, and how often the words of a rule were taken out of the text. */
function services(): {readonly rules: readonly Rule[]; readonly looks: () => number} {
	let looks = 0;
	const rules = Array.from({length: 300}, (_, at) => ({
		get text(): string {
			looks++;
			if (at === 299) return '-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS';
			return `-A KUBE-SERVICES -d 10.96.${at >> 8}.${at & 255}/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-${at}`;
		},
	}));
	return {rules: rules as unknown as readonly Rule[], looks: () => looks};
}

test('the words of each rule are looked at once, however many packets come', () => {
	const {rules, looks} = services();
	const next = createHeads();
	const all = (destination: string): number[] => {
		const found: number[] = [];
		for (let at = next(rules, 0, travelling({destination})); at < rules.length;) {
			found.push(at);
			at = next(rules, at + 1, travelling({destination}));
		}

		return found;
	};

	expect(all('10.96.0.7')).toEqual([7, 299]);
	expect(looks()).toBe(300);
	expect(all('10.96.1.4')).toEqual([260, 299]);
	expect(all('192.168.1.1')).toEqual([299]);
	expect(all('fd00::1')).toEqual([299]);
	expect(looks()).toBe(300);
});

test('a packet that ends before looks at no rule behind', () => {
	const {rules, looks} = services();
	expect(createHeads()(rules, 0, travelling({destination: '10.96.0.7'}))).toBe(7);
	expect(looks()).toBe(8);
});
