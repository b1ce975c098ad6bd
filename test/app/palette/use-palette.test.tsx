import {expect, test} from 'vitest';
import {Finder} from '../../../source/app/finder.js';
import type {Place} from '../../../source/app/palette/collect.js';
import {usePalette} from '../../../source/app/palette/use-palette.js';
import {createRunner} from '../../../source/host/runner.js';
import type {Services} from '../../../source/screens/services.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {createPacer} from '../../../source/store/pacer.js';
import {createSources} from '../../../source/store/sources.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';

const text = catalogue('en');
const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
const sources = {...createSources({runner, pacer: createPacer()}), checks: {get: () => ({value: []})}};
const session = {get: () => ({steps: []})};
const services = {text, sources, sessions: {install: session, demo: session}} as unknown as Services;
const entries: never[] = [];
const chosen: Place[] = [];

function Palette() {
	const {take, ...found} = usePalette(services, entries, true);
	return (
		<Finder
			{...{title: '', hint: '', width: 80, height: 12, ...found}}
			none={text.common.nothingFound}
			onRun={id => {
				const place = take(id);
				if (place && place !== 'read') chosen.push(place);
			}}
			onClose={() => undefined}
		/>
	);
}

test('enter on what is not read yet reads it, keeps the words, and finds what has that name', async () => {
	const app = draw(() => <Palette />);
	await app.press(...'KUBE-SERVICES');
	await app.sees('read Status, Network, Nftables too, and look there');
	await app.press('enter');
	await app.sees('chain ');
	expect(app.frame()).toContain(':KUBE-SERVICES');
	expect(app.frame()).not.toContain('too, and look there');
	expect(chosen).toEqual([]);
	await app.press('enter');
	expect(chosen).toMatchObject([{screen: 'nftables', kind: 'chain'}]);
});
