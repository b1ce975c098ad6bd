import {describe, expect, it} from 'vitest';
import {known} from '../../../source/facts/reading.js';
import {statusCopies} from '../../../source/screens/status/copies.js';
import {must} from '../../support/cluster.js';
import {at, show, text} from './view-shown.js';

const [own] = must(at().nodes);
const node2 = {...own!, name: 'node2', internalIp: '192.0.2.12'};
const two = () => {
	const pods = must(at().pods).map((pod, index) => (index === 0 ? {...pod, node: 'node2'} : pod));
	return at({nodes: known([own!, node2]), pods: known(pods)});
};

describe('Status of several nodes', () => {
	it('says at 80 columns on which node each pod runs; with one node the place is the other columns’', async () => {
		const one = show(at());
		expect(one.frame()).not.toMatch(/ NODE\b/);
		const screen = show(two());
		expect(screen.frame()).toMatch(/ NODE\b/);
		expect(screen.frame()).toMatch(/ node2\s*$/m);
		screen.fits(80, 20);
	});

	it('J on a pod opens the server of its node; on this host’s own rows it says that there is no other', async () => {
		const screen = show(two());
		for (const [index] of must(two().pods).entries()) {
			const {length} = screen.said;
			await screen.press(...(index === 0 ? [] : ['j']), 'J');
			await screen.until(() => screen.said.length > length);
		}

		expect(screen.opened).toEqual(['192.0.2.12']);
		expect(screen.said.filter(words => words === text.act.onNode.here)).toHaveLength(must(two().pods).length - 1);
	});

	it('J, and s, on another node opens k0s-tui there; its details and C have the line', async () => {
		const screen = show(two());
		await screen.press('tab', 'tab', 'tab', 'tab', 'tab');
		expect(screen.frame()).toContain('node2');
		await screen.press('j', 's', 'J');
		await screen.until(() => screen.opened.length > 1);
		expect(screen.opened).toEqual(['192.0.2.12', '192.0.2.12']);
		await screen.press('enter');
		expect(screen.frame()).toMatch(/k0s-tui there +k0s-tui on 192\.0\.2\.12/);
		expect(statusCopies(two(), 'nodes', 'node2', text).map(({value}) => value)).toContain('k0s-tui on 192.0.2.12');
		expect(
			statusCopies(two(), 'nodes', own!.name, text)
				.map(({value}) => value)
				.join(' '),
		).not.toContain('k0s-tui on');
	});
});
