import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {known, unknown} from '../../../source/facts/reading.js';
import {must, sampledAt} from '../../support/cluster.js';
import {at, manyPods, show} from './view-shown.js';

describe('the lists of Status', () => {
	it("keeps the last list while kubectl fails, with kubectl's first line", () => {
		const pods = {
			...unknown('failed', 'Error from server (InternalError)'),
			last: {value: must(at().pods), at: sampledAt},
		};
		const {frame} = show(at({pods}));
		expect(frame()).toContain('as it was 0s ago: command failed: Error from server (InternalError)');
		expect(frame()).toContain('coredns-');
		const nothing = show(at({pods: unknown('failed', 'Error from server (InternalError)')})).frame();
		expect(nothing).toContain('Error from server (InternalError)');
		expect(nothing).not.toContain('coredns-');
	});

	it('keeps the selected row over refreshes, and takes its neighbour when it is gone', async () => {
		const screen = show(at());
		await screen.press('j', 'j');
		expect(screen.selected()).toContain('coredns-');
		const [demo, ...others] = must(at().pods);
		await screen.change(at({pods: known(others)}));
		expect(screen.selected()).toContain('coredns-');
		await screen.change(at({pods: known([demo!, ...others.filter(({name}) => !name.startsWith('coredns'))])}));
		expect(screen.selected()).toContain('konnectivity-');
	});

	it('goes through the lists both ways', async () => {
		const screen = show(at());
		const titles: string[] = [];
		for (const key of ['tab', 'tab', 'tab', 'tab', 'tab', 'shift+tab', 'shift+tab', 'shift+tab']) {
			await screen.press(key);
			titles.push(screen.rows()[6]?.split(/ {2,}/)[0] ?? '');
		}

		expect(titles).toEqual(['NAMESPACE', 'NAMESPACE', '', 'REF', 'NAME', 'REF', '', 'NAMESPACE']);
	});

	it('filters, says how many it found, and lets go with esc', async () => {
		const screen = show(at());
		await screen.press('tab', 'tab', 'tab', 'tab', '/', 'p', 'a', 'u', 's', 'e');
		expect(screen.rows().at(-1)).toMatch(/^\/pause +1\/7/);
		await screen.press('enter');
		expect(screen.selected()).toContain('pause:3.10.1');
		await screen.press('escape');
		expect(screen.frame()).not.toContain('1/7');
		await screen.press('/', 'n', 'o', 'p', 'e');
		expect(screen.frame()).toContain('Nothing matches “nope”');
	});

	it('opens a row: its containers, their state, why it waits, its labels', async () => {
		const screen = show(at(), 80, 30);
		await screen.press('j', 'enter');
		expect(screen.frame()).toMatch(/STATUS +ImagePullBackOff/);
		expect(screen.frame()).toMatch(/MESSAGE +Back-off pulling image/);
		expect(screen.frame()).toContain('none  waiting, ImagePullBackOff');
		expect(screen.frame()).toContain('app=missing');
		await screen.change(at({pods: known([])}));
		expect(screen.frame()).toContain('It is gone');
		await screen.press('escape');
		expect(screen.frame()).toContain('Nothing here.');
	});

	it("shows the tools' own output under the commands that a person would type", async () => {
		const screen = show(at());
		await screen.press('o');
		expect(screen.asked).toEqual([
			'k0s status',
			'k0s kubectl get nodes',
			'k0s kubectl get all --all-namespaces -o wide',
		]);
		expect(screen.frame()).toContain('$ k0s kubectl get nodes');
		expect(screen.frame()).not.toContain('END of k0s status');
		await screen.press('right');
		expect(screen.frame()).toContain('END of k0s status');
		await screen.press('escape');
		expect(screen.frame()).toContain('NAMESPACE');
	});

	it('gives esc away when there is nothing to close', () => {
		const {layers} = show(at());
		expect(layers.dispatch('escape' as never)).toBeUndefined();
	});

	it('moves in 10,000 pods as in ten', async () => {
		const system = must(at().pods).filter(({namespace}) => namespace === 'kube-system');
		const screen = show(at({pods: known([...system, ...manyPods(10_000)])}));
		const began = performance.now();
		await screen.press('G');
		expect(screen.selected()).toContain('pod-09999');
		await screen.press('g', 'ctrl+d');
		expect(screen.selected()).toContain('pod-00001');
		expect(performance.now() - began).toBeLessThan(1500);
	});

	it('shows no control character of a name, and cuts wide ones at the edge', () => {
		const pods = known(
			must(at().pods).map(pod => ({...pod, name: `${'長い名前'.repeat(20)}\u001B[2J\u0007`, phase: 'Bad\u202Eword'})),
		);
		const {frame, rows} = show(at({pods}));
		expect(frame()).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
		expect(Math.max(...rows().map(row => stringWidth(row)))).toBeLessThanOrEqual(80);
	});

	it('stays within its size, whatever is pressed and known', async () => {
		const keys = ['j', 'k', 'G', 'tab', 'shift+tab', 'enter', 'escape', 'o', '/', 'n', 'w', 'left', 'right', 'ctrl+d'];
		const parts = ['k0s', 'nodes', 'pods', 'services', 'workloads', 'containers', 'images', 'unit', 'version'];
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom(...keys), {maxLength: 8}),
				fc.subarray(parts),
				fc.constantFrom('needs-root', 'timed-out', 'failed', 'not-running', 'not-installed'),
				fc.constantFrom([60, 11], [80, 20], [120, 36]),
				async (pressed, broken, why, [width = 80, height = 20]) => {
					const change = Object.fromEntries(broken.map(part => [part, unknown(why as 'failed', 'detail '.repeat(20))]));
					const screen = show(at(change), width, height);
					await screen.press(...pressed);
					expect(screen.rows().length).toBeLessThanOrEqual(height);
					expect(Math.max(...screen.rows().map(row => stringWidth(row)))).toBeLessThanOrEqual(width);
					screen.leave();
				},
			),
			{numRuns: 25},
		);
	}, 60_000);
});
