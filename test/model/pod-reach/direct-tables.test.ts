import {describe, expect, test} from 'vitest';
import {directTables} from '../../../source/model/pod-reach/direct.js';

const none = {rules: [], chains: [], passthroughs: [], written: 0};
/** Each chain with its rules, in the order in which a packet meets them. */
const chainsOf = (given: Partial<Parameters<typeof directTables>[0]>) =>
	directTables({...none, ...given}).tables.flatMap(({name, chains}) =>
		chains.map(chain => [`${name} ${chain.name}`, chain.rules.map(({text}) => text)] as const),
	);

/** As `firewall-cmd --direct --get-all-rules`, `--get-all-chains` and `--get-all-passthroughs` print them (2.3.1). */
describe('direct rules of firewalld as the chains that they make', () => {
	test('by priority, whatever the order in which they are listed', () => {
		expect(
			chainsOf({
				rules: [
					'ipv4 filter INPUT 5 -p tcp --dport 22 -j ACCEPT',
					'ipv4 filter INPUT -1 -p tcp --dport 22 -j DROP',
					'ipv4 nat PREROUTING 0 -j ACCEPT',
				],
			}),
		).toEqual([
			['filter INPUT', ['-A INPUT -p tcp -m tcp --dport 22 -j DROP', '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT']],
			['nat PREROUTING', ['-A PREROUTING -j ACCEPT']],
		]);
	});

	test('a passthrough that inserts comes before them, one that appends behind them', () => {
		expect(
			chainsOf({
				rules: ['ipv4 filter FORWARD 0 -j ACCEPT'],
				passthroughs: [
					'ipv4 -A FORWARD -s 10.0.0.0/8 -j DROP',
					'ipv4 -I FORWARD 1 -d 10.0.0.0/8 -j REJECT',
					'ipv4 -w 5 -t filter --insert FORWARD -i eth1 -j DROP',
				],
			}),
		).toEqual([
			[
				'filter FORWARD',
				[
					'-A FORWARD -i eth1 -j DROP',
					'-A FORWARD -d 10.0.0.0/8 -j REJECT',
					'-A FORWARD -j ACCEPT',
					'-A FORWARD -s 10.0.0.0/8 -j DROP',
				],
			],
		]);
	});

	test('a passthrough of another table', () => {
		expect(chainsOf({passthroughs: ['ipv4 --table nat --append POSTROUTING -o eth0 -j MASQUERADE']})).toEqual([
			['nat POSTROUTING', ['-A POSTROUTING -o eth0 -j MASQUERADE']],
		]);
	});

	test('a chain of theirs without a rule is there and has no policy; one of the kernel’s accepts', () => {
		const {tables} = directTables({
			...none,
			rules: ['ipv4 filter INPUT 0 -j mine'],
			chains: ['ipv4 filter mine', 'ipv4 nat other', 'ipv6 filter mine6'],
		});
		expect(tables[0]?.chains.map(({name, policy, rules}) => [name, policy, rules.length])).toEqual([
			['INPUT', 'ACCEPT', 1],
			['mine', null, 0],
		]);
	});

	test.each([
		['a rule of ebtables', {rules: ['eb filter INPUT 0 -p IPv4 -j DROP']}, ['eb filter INPUT 0 -p IPv4 -j DROP']],
		['one that refuses nothing', {rules: ['eb filter INPUT 0 -p IPv4 -j ACCEPT']}, []],
		['one of IPv6', {rules: ['ipv6 filter INPUT 0 -j DROP'], passthroughs: ['ipv6 -A INPUT -j DROP']}, []],
		[
			'a passthrough that replaces a rule',
			{passthroughs: ['ipv4 -R INPUT 1 -s 10.0.0.0/8 -j DROP']},
			['ipv4 -R INPUT 1 -s 10.0.0.0/8 -j DROP'],
		],
		['a passthrough that makes a chain', {passthroughs: ['ipv4 -N mine']}, []],
	])('%s: what of it may refuse something and was not taken apart', (_, given, unread) => {
		expect(directTables({...none, ...given})).toEqual({tables: [], unread});
	});
});
